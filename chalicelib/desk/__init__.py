"""People answering people: sessions, agents, what may be sent and what was."""
