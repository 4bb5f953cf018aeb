"""Questions to the archive, each a named query with typed parameters and typed rows. No other module holds SQL.

The SQL is Athena's (Trino's). Values never enter its text: they are execution parameters.
"""
