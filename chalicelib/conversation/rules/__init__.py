"""Keyword rules, the reply book that holds them, its versions and files."""
