"""An upgrade as a test: what the last release wrote, its code, and both versions over one cloud (docs/operate.md §7)."""
