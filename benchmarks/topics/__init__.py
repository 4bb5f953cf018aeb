"""Question topics: how well, how fast and how steadily questions are grouped, and when a policy day rings."""
