"""Questions of followers, kept and counted, so that answers get better."""

from chalicelib.insight.errors import InsightError, NoSuchQuestion
from chalicelib.insight.questions.collect import learn

__all__ = ["InsightError", "NoSuchQuestion", "learn"]
