"""Inner parts of the desk that tests of other domains look at."""

from chalicelib.desk.messages import texts
from chalicelib.desk.messages.reply_window import Budget, Right
from chalicelib.desk.sessions import store as sessions

__all__ = ["Budget", "Right", "sessions", "texts"]
