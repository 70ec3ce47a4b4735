"""The lessons, played on every sample that fits."""
