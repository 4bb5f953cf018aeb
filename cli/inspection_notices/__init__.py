"""Commands of notices and self-checks."""
