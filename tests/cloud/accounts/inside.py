"""Inner parts of the accounts that tests of those who speak to followers need."""

from chalicelib.accounts.clients import _clients


def forget_clients() -> None:
    """Make the process cold: the next call has a new client, with no token in its memory."""
    _clients.clear()


__all__ = ["forget_clients"]
