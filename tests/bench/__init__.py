"""The speed goals, each as a ratio of two things measured in one run: `make bench`."""
