"""What several simulated tools share."""
