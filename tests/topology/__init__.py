"""Who dials whom, with which files, and what says so."""
