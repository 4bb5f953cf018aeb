"""Stored articles: revisions, log, workflow, differences."""
