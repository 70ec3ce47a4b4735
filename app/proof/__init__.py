"""The proof beside the ladder: a connection shaken hands for real on the twin, told message by message."""
