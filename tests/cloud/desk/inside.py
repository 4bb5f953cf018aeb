"""Inner parts of the desk that tests of the hotline look at."""

from chalicelib.desk.messages import texts
from chalicelib.desk.sessions import store as sessions

__all__ = ["sessions", "texts"]
