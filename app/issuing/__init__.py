"""The twin of a tree: the same certificates with throw-away keys, so that what needs private keys can be shown."""
