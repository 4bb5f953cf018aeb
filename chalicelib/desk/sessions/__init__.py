"""Service sessions: states, transitions, due times, items."""
