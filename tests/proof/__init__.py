"""Handshakes in words, and beside the ladder."""
