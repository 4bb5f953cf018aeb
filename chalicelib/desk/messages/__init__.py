"""Messages in sessions, what WeChat still takes, and the texts on both sides."""
