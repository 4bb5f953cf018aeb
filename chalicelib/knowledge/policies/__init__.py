"""Policy documents: their text, numbers and titles."""
