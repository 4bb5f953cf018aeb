"""Pushes of WeChat: answered, recorded, followed up."""
