"""The picture: that it holds every line, and that nothing in it overlaps."""
