"""Versions of the knowledge: edited, submitted, released, restored."""
