"""Deliveries (投递): states, transitions, items, queue."""
