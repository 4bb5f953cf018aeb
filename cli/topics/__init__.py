"""Commands of the board of topics."""
