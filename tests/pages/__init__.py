"""The pages as text: what templates are given, where links lead, what the markup promises."""
