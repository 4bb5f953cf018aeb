"""Reports of the desk: figures, a session as an agent sees it, transcripts of WeChat."""
