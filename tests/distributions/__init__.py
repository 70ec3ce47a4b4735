"""Tests of distributions: the contract of their modules, and what the map of each tree says."""
