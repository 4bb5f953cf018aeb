"""Counters of answers, and entries that say the same."""
