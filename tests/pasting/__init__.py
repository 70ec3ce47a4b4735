"""Tests of app/pasting."""
