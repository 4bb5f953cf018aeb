"""Stored articles: revisions, content, log, workflow, differences, release."""
