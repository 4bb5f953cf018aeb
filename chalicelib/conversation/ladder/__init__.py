"""The answer ladder: one pure decision for one message."""
