"""Commands about relays."""
