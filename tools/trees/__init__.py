"""Trees of distributions, made with throw-away keys where the real tool cannot run here: names, subjects, usages, flags
and paths as its source has them. `python -m tools.trees` writes them to tests/data/distributions/.
"""
