"""The simulated cluster: its shell beside bash, its bounds, its life."""
