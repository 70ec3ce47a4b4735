"""Trees that somebody made to do harm, through the whole way: reading, judging, storing, showing."""
