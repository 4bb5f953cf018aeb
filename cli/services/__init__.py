"""``./rongmei service``: the service catalogue at a shell."""
