"""What is known of one question of a topic: where it lies, and whether it was left without a sure answer."""

from chalicelib.insight.questions.archive import place_of
from chalicelib.insight.questions.open_questions import UNANSWERED

__all__ = ["UNANSWERED", "place_of"]
