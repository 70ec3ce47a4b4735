"""Handshakes in memory, and what their bytes say."""
