"""Commands about subscription notices."""
