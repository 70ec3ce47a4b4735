"""What is read of an upload, and what is refused."""
