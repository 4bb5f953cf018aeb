"""Use cases that join domains. Every way in calls the same ones: triggers, the command line, the HTTP API."""
