"""Pages that others made: their style sheets, what they hide, what stands around their text, what an article can't hold."""
