"""Commands for units, people and accounts."""
