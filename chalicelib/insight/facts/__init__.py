"""Facts: what happened, as rows that can be counted. No words of followers, no openid."""
