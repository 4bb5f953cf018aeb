"""Commands about columns, series and collections."""
