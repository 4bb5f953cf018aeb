"""Files that others wrote, within limits."""
