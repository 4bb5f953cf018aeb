"""Files of editors → articles that WeChat takes, with every fault at once."""
