"""From numbers and sentences to marks: the Jinja environment, its filters, links, the SVG."""
