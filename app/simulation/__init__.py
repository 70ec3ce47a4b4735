"""Simulated hosts that behave like real ones: files, a shell, programs that hold what they loaded, and time."""
