"""Where opened uploads live: in memory, with a time to live, never on disk."""
