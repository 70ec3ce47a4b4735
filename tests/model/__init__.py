"""Tests of the model: what it answers about itself."""
