"""What Tab offers: (world, session, line, cursor) → completions. Nothing is run, nothing is changed."""
