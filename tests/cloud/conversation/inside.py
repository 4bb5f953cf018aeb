"""Inner parts of the conversation that tests of the desk and the console look at."""

from chalicelib.conversation.inbox import store

__all__ = ["store"]
