"""Reasons to refuse a callback. Each leaves a metric and no item (docs/decisions/0003)."""


class Refused(Exception):
    """The base: this request is not from WeChat, or not for us."""


class Forged(Refused):
    """A signature is missing or wrong."""


class Stale(Refused):
    """The timestamp is more than ten minutes off, or none."""


class ForeignApp(Refused):
    """Well encrypted, but for another appid."""


class Malformed(Refused):
    """Not XML or JSON as WeChat pushes it."""


class TooLarge(Refused):
    """More than 1 MiB."""
