"""What is known of a tree: frozen dataclasses, no I/O, no framework."""
