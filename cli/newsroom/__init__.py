"""Commands for articles and their review."""
