"""A WeChat platform on your desk: server API, callbacks and a phone to play the follower on."""

__version__ = "0.1.0"
