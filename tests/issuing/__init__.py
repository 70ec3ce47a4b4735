"""The twin: certificates issued anew, keys that are thrown away."""
