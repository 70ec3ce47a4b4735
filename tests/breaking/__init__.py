"""Faults put into trees, and what they do."""
