"""Commands about materials."""
