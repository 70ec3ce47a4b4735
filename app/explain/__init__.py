"""Sentences about a tree, each derived from the connection, component or file at hand."""
