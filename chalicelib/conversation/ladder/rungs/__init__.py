"""Rungs of the ladder beyond the keyword rules, one module each."""
