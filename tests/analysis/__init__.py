"""Tests of the whole way in one call."""
