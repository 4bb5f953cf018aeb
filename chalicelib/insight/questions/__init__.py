"""Questions of followers: archived, counted, turned into drafts."""
