"""Inbound message → reply: rules, reply book, the answer ladder."""
