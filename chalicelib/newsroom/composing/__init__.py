"""Files of editors → articles that WeChat takes, or all their faults at once."""
