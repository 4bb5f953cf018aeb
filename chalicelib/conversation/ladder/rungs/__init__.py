"""Rungs of the ladder, one module each."""
