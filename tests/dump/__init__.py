"""Tests of app/dump."""
