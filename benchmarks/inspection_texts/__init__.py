"""Seeded texts in the manner of tax accounts: with planted faults, and clean ones that look alike.

``first`` was written beside the rules; ``held_out`` after they were frozen. Numbers are made here, by other code than the
product's.
"""
