"""Commands about one follower."""
