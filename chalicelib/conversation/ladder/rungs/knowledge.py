"""The rungs that ask the knowledge base: a sure answer, the likely questions, a second look."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import Asked, Knows, Passed
from chalicelib.conversation.ladder.links import Kind, Tap, link
from chalicelib.conversation.ladder.pages import PAGE_BYTES, page
from chalicelib.conversation.ladder.rungs.person import offer_of
from chalicelib.conversation.models import Decision, Rung
from chalicelib.wechat.replies import TextReply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.knowledge import Candidate, CompiledEntry, PolicyDocument

DOC: Final = "doc:"
"""Before a policy document's id, where an entry's id could stand."""
BESIDE: Final = "."
"""Between an entry's id and those of the documents beside it, where a page is meant; ids have no dots."""
_MOST_BESIDE: Final = 2
_DIGITS: Final = re.compile(r"\d+")


def sure(asked: Asked) -> Decision | Passed:
    """The knowledge base is sure: policy documents are named, else an entry is above the account's threshold."""
    knows = _asked_with(asked)
    if isinstance(knows, Passed):
        return knows
    found = asked.consulted(knows)
    if found.zone == "sure" and not _names_a_document(asked, found.documents):
        best = found.candidates[0]
        entry = knows.entry(best.id)
        if entry is not None:
            return answered(asked, entry, 1, best.confidence, beside=found.documents)
    if found.documents:
        return documents(asked, found.documents)
    return Passed.NOT_SURE if found.candidates else Passed.NOTHING_NEAR


def likely(asked: Asked) -> Decision | Passed:
    """The knowledge base is unsure (猜你想问): up to five questions to tap, one of which may be meant."""
    knows = _asked_with(asked)
    if isinstance(knows, Passed):
        return knows
    found = asked.consulted(knows)
    if found.zone == "none" or not found.candidates:
        return Passed.NOTHING_NEAR
    return clarified(asked, found.candidates)


def deferred(asked: Asked) -> Decision | Passed:
    """Nothing is near, and somebody looks again: a link to the answer that is looked for (docs/decisions/0093)."""
    if not asked.around.second_look:
        return Passed.NO_SECOND_LOOK
    if not asked.text or asked.asks_little:
        return Passed.TOO_LITTLE
    text = phrases.LATER.format(link=_later(asked.push.key))
    return _text(asked, Rung.DEFERRED, text).model_copy(update={"later": True})


def found_later(asked: Asked, key: str) -> Decision | None:
    """What the second look found for the message ``key``; None where it found nothing, and the ladder goes on."""
    found = json.loads(asked.follower.deferred or "{}").get(key)
    if found is None:
        # Or nobody looks any more, which a follower must not be sent round and round for.
        offer = offer_of(asked)
        text = phrases.STILL_LOOKING.format(link=_later(key)) + (f"，{offer}" if offer else "")
        return _text(asked, Rung.DEFERRED, f"{text}。")
    knows = asked.around.knows
    if knows is None:
        return None
    entries = [entry for id_ in found["entries"] if (entry := knows.entry(id_)) is not None]
    if entries and found["zone"] == "sure":
        said = str(found.get("text", ""))
        # Other words that don't fit on one page would lead on to the second page of the answer's own.
        return answered(asked, entries[0], 1, said=said if len(said.encode()) < 1000 else "")
    return _menu(asked, [(one.id, one.question) for one in entries]) if entries else None


def answered(
    asked: Asked,
    entry: CompiledEntry,
    number: int,
    score: float | None = None,
    beside: Sequence[PolicyDocument] = (),
    said: str = "",
) -> Decision:
    """Page ``number`` (from 1) of an entry's answer, with its basis and a way to say whether it helped.

    Policy documents ``beside`` it are named on it, to tap; ``said`` are other words for the answer.
    """
    beside = beside[:_MOST_BESIDE]
    text = (said or entry.answer).strip()
    if said:
        text += f"\n{link(Tap(Kind.FAQ, entry.id), phrases.ORIGINAL_LINK, entry.question)}"
    for one in entry.basis:
        text += f"\n{phrases.BASIS}{_anchor(one.title, one.url)}"
    for paper in beside:
        title = f"《{paper.title.strip('《》')}》"
        text += f"\n{phrases.BESIDE}{link(Tap(Kind.DOC, paper.id), title, paper.number or title)}"
    # The next page is cut from the same text, so its link names what stood beside it.
    source = BESIDE.join((entry.id, *(paper.id for paper in beside)))
    decision = _text(asked, Rung.FAQ, page(text, source, number, _votes(entry.id)))
    whose = {"department": entry.owner or None}
    return decision.model_copy(update={"entry": entry.id, "score": score} | whose)


def documents(asked: Asked, found: Sequence[PolicyDocument], number: int = 1) -> Decision:
    """Policy documents with status and interpretation; one is paged, several make a list to tap."""
    from chalicelib.knowledge import policies_text

    source = DOC + found[0].id
    said = _text(asked, Rung.FAQ, page(policies_text(found), source, number))
    return said.model_copy(update={"entry": source})


def clarified(asked: Asked, candidates: Sequence[Candidate]) -> Decision:
    """The menu of what may be meant."""
    made = _menu(asked, [(one.id, one.question) for one in candidates])
    knows = asked.around.knows
    first = knows.entry(candidates[0].id) if knows else None
    whose = {"department": first.owner or None} if first else {}
    return made.model_copy(update={"score": candidates[0].confidence} | whose)


def _menu(asked: Asked, questions: Sequence[tuple[str, str]]) -> Decision:
    later = asked.around.second_look and asked.tap is None
    foot = [phrases.NONE_OF_THESE + (f"，{offer}" if (offer := offer_of(asked)) else "")]
    if later:
        foot.append(phrases.LOOK_FURTHER.format(link=_later(asked.push.key)))
    left = PAGE_BYTES - len("\n\n".join([phrases.CLARIFY, *foot]).encode()) - len(asked.notice) * 3
    lines: list[str] = []
    for entry_id, question in questions:
        line = f"{len(lines) + 1}. {link(Tap(Kind.FAQ, entry_id), question)}"
        left -= len(line.encode()) + 1
        if left < 0:
            break
        lines.append(line)
    text = "\n".join([phrases.CLARIFY, *lines, "", *foot])
    offered = tuple(entry_id for entry_id, _ in questions[: len(lines)])
    return _text(asked, Rung.CLARIFY, text).model_copy(update={"clarify": offered, "later": later})


def _names_a_document(asked: Asked, found: Sequence[PolicyDocument]) -> bool:
    """Whether a number of one of them stands in the text, however its brackets were typed."""
    said = set(_DIGITS.findall(asked.folded))
    return any(digits <= said for one in found if (digits := set(_DIGITS.findall(one.number))))


def _asked_with(asked: Asked) -> Knows | Passed:
    if asked.around.knows is None:
        return Passed.NO_KNOWLEDGE
    if not asked.text:
        return Passed.NO_TEXT
    return Passed.TOO_LITTLE if asked.asks_little else asked.around.knows


def _later(key: str) -> str:
    return f"〔{link(Tap(Kind.LATER, key), phrases.LATER_LINK)}〕"


def _votes(source: str) -> str:
    return "　".join(
        link(Tap(Kind.HELPFUL, source, number), shown)
        for number, shown in ((1, phrases.HELPFUL_LINK), (0, phrases.UNHELPFUL_LINK))
    )


def _anchor(title: str, url: str) -> str:
    words_ = title.replace("<", "＜").replace(">", "＞")
    return f'<a href="{url.replace(chr(34), "%22")}">{words_}</a>' if url else words_


def _text(asked: Asked, rung: Rung, text: str) -> Decision:
    return Decision(rung=rung, reply=TextReply(content=text), book_version=asked.book.version)
