"""Agents, teams, working hours, and which agent gets a session."""
