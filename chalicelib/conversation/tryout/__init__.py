"""Checks of a reply book before it goes live: lint, explanation, dry run."""
