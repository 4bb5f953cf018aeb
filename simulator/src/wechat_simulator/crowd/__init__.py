"""A crowd with phones: a realistic day, driven from a scenario file, and what became of it."""
