"""Commands about contributions."""
