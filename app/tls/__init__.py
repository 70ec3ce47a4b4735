"""A real handshake in memory, on an edge's own certificates, and what its bytes say (RFC 8446, RFC 5246)."""
