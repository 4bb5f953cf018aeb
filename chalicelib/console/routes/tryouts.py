"""试答: what an account would answer now, or with edits that nobody has released."""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel, Field

from chalicelib.application import tryouts
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.routes.knowledge_entries import EntryTyped
from chalicelib.console.routes.reply_views import TriedAnswer, tried
from chalicelib.console.routes.rules import RuleTyped

router = Router()


class ToTry(BaseModel):
    """A message of somebody new."""

    text: str = Field(min_length=1, max_length=2000)
    tap: str = Field(default="", max_length=200)
    """The id of the link that was tapped; empty: it was typed."""
    draft: bool = False
    """Whether the knowledge that is being edited answers."""
    entry: EntryTyped | None = None
    """An entry as it stands in a form."""
    rule: RuleTyped | None = None
    """A rule as it stands in a form."""


@router.post("/tryouts/<account>", tags=["tryouts"], summary="试答")
def try_out(account: str, given: ToTry) -> TriedAnswer:
    """The answer, and rung by rung why. Nothing is sent or recorded."""
    typed = tryouts.Typed(given.entry.id, given.entry.text) if given.entry else None
    said = tryouts.try_in_console(
        account,
        given.text,
        by=actor(),
        now=utc_now(),
        draft=given.draft,
        typed=typed,
        rule=(given.rule.text, given.rule.name) if given.rule else None,
        tap=given.tap,
    )
    return tried(said)
