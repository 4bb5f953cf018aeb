"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.assistant.models import Outcome

OUTCOME_NAMES: Final = {
    Outcome.NOT_ASKED: "没有问它（没有启用，或知识库里没有接近的问答）",
    Outcome.OVER_BUDGET: "今日用量已满，没有问它",
    Outcome.NO_ANSWER: "没有得到答复",
    Outcome.UNUSABLE: "它的答复不能用",
    Outcome.NONE_FITS: "它认为没有一条合适",
    Outcome.CHOSEN: "它选了一条，按原文答复",
    Outcome.REPHRASED: "它选了一条，并换了说法（数字、网址、文号与原文一致）",
}
