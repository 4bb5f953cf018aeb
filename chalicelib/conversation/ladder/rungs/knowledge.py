"""The rungs that ask the knowledge base: a sure answer, the likely questions, a second look."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import MessageContext, SkipReason
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget, link
from chalicelib.conversation.ladder.pages import PAGE_BYTES, page
from chalicelib.conversation.ladder.replies import text_reply
from chalicelib.conversation.ladder.rungs import service
from chalicelib.conversation.ladder.rungs.person import offer_of
from chalicelib.conversation.models import Decision, Rung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.conversation.ladder.knowledge_source import KnowledgeSource
    from chalicelib.conversation.rules.services import ServiceBook
    from chalicelib.knowledge import Candidate, CompiledEntry, PolicyDocument

DOC: Final = "doc:"
"""Before a policy document's id, where an entry's id could stand."""
BESIDE: Final = "."
"""Between an entry's id and those of the documents beside it, where a page is meant; ids have no dots."""
_MOST_BESIDE: Final = 2
_MOST_SERVICES: Final = 3
_DIGITS: Final = re.compile(r"\d+")


def sure(context: MessageContext) -> Decision | SkipReason:
    """The knowledge base is sure: policy documents are named, else an entry is above the account's threshold."""
    knowledge = _knowledge_for(context)
    if isinstance(knowledge, SkipReason):
        return knowledge
    found = context.consulted(knowledge)
    if found.zone == "sure" and not _names_a_document(context, found.documents):
        best = found.candidates[0]
        entry = knowledge.entry(best.id)
        if entry is not None:
            return answered(context, entry, 1, best.confidence, beside=found.documents)
    if found.documents:
        return documents(context, found.documents)
    return SkipReason.NOT_SURE if found.candidates else SkipReason.NOTHING_NEAR


def sure_source(context: MessageContext) -> str | None:
    """What ``sure`` would answer with: an entry's id, or a document's after ``DOC``; None where it would not.

    A document counts here if its number stands in the text; a title that is only alike does not.
    """
    knowledge = _knowledge_for(context)
    if isinstance(knowledge, SkipReason):
        return None
    found = context.consulted(knowledge)
    if _names_a_document(context, found.documents):
        return DOC + found.documents[0].id
    if found.zone == "sure" and knowledge.entry(found.candidates[0].id) is not None:
        return found.candidates[0].id
    return None


def likely(context: MessageContext) -> Decision | SkipReason:
    """The knowledge base is unsure (猜你想问): up to five questions to tap, one of which may be meant."""
    knowledge = _knowledge_for(context)
    if isinstance(knowledge, SkipReason):
        return knowledge
    found = context.consulted(knowledge)
    if found.zone == "none" or not found.candidates:
        return SkipReason.NOTHING_NEAR
    return clarified(context, found.candidates)


def deferred(context: MessageContext) -> Decision | SkipReason:
    """Nothing is near, and somebody looks again: a link to the answer that is looked for (docs/decisions/0093)."""
    if not context.account.second_look:
        return SkipReason.NO_SECOND_LOOK
    if not context.text or context.asks_little:
        return SkipReason.TOO_LITTLE
    text = phrases.LATER.format(link=_later(context.push.key))
    return replace(text_reply(context, Rung.DEFERRED, text), later=True)


def found_later(context: MessageContext, key: str) -> Decision | None:
    """The result of the second look at the message ``key``; None if it found nothing, and the ladder goes on."""
    found = json.loads(context.follower.deferred or "{}").get(key)
    if found is None:
        # Or nobody looks any more, which a follower must not be sent round and round for.
        offer = offer_of(context)
        text = phrases.STILL_LOOKING.format(link=_later(key)) + (f"，{offer}" if offer else "")
        return text_reply(context, Rung.DEFERRED, f"{text}。")
    knowledge = context.account.knowledge
    if knowledge is None:
        return None
    entries = [entry for id_ in found["entries"] if (entry := knowledge.entry(id_)) is not None]
    if entries and found["zone"] == "sure":
        said = str(found.get("text", ""))
        # Other words that don't fit on one page would lead on to the second page of the answer's own.
        return answered(context, entries[0], 1, said=said if len(said.encode()) < 1000 else "")
    return _menu(context, [(one.id, one.question) for one in entries]) if entries else None


def answered(
    context: MessageContext,
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
    text = service.with_names(context, (said or entry.answer).strip())
    if said:
        text += (
            f"\n{link(LinkTarget(LinkKind.FAQ, entry.id), phrases.ORIGINAL_LINK, entry.question)}"
        )
    for one in entry.basis:
        text += f"\n{phrases.BASIS}{_anchor(one.title, one.url)}"
    for paper in beside:
        title = f"《{paper.title.strip('《》')}》"
        text += f"\n{phrases.BESIDE}{link(LinkTarget(LinkKind.DOC, paper.id), title, paper.number or title)}"
    # The next page is cut from the same text, so its link names what stood beside it.
    source = BESIDE.join((entry.id, *(paper.id for paper in beside)))
    decision = text_reply(context, Rung.FAQ, page(text, source, number, _votes(entry.id)))
    return replace(decision, entry=entry.id, score=score, department=entry.owner or None)


def documents(
    context: MessageContext, found: Sequence[PolicyDocument], number: int = 1
) -> Decision:
    """Policy documents with status and interpretation; one is paged, several make a list to tap."""
    source = DOC + found[0].id
    text = policies_told(found, context.account.services)
    said = text_reply(context, Rung.FAQ, page(text, source, number))
    return replace(said, entry=source)


def policies_told(found: Sequence[PolicyDocument], services: ServiceBook | None) -> str:
    """Policy documents as followers read them; beneath one, the first services whose basis (办理依据) it is."""
    from chalicelib import knowledge

    text = knowledge.policies_text(found)
    if len(found) > 1 or services is None:
        return text
    resting = (
        one
        for one in services.services
        if one.id and any(knowledge.policies.is_named(found[0], words) for words in one.basis)
    )
    lines = (f"{phrases.TO_DO}{service.entry(one)}" for one in islice(resting, _MOST_SERVICES))
    return "\n".join([text, *lines])


def clarified(context: MessageContext, candidates: Sequence[Candidate]) -> Decision:
    """The menu of what may be meant."""
    made = _menu(context, [(one.id, one.question) for one in candidates])
    knowledge = context.account.knowledge
    first = knowledge.entry(candidates[0].id) if knowledge else None
    department = first.owner or None if first else made.department
    return replace(made, score=candidates[0].confidence, department=department)


def _menu(context: MessageContext, questions: Sequence[tuple[str, str]]) -> Decision:
    later = context.account.second_look and context.tap is None
    foot = [phrases.NONE_OF_THESE + (f"，{offer}" if (offer := offer_of(context)) else "")]
    if later:
        foot.append(phrases.LOOK_FURTHER.format(link=_later(context.push.key)))
    offered = service.beside(context) if context.tap is None else ()
    also = [f"▸ {service.entry(one)}" for one in offered]
    if also:
        also = ["", phrases.ALSO_SERVICES, *also]
    left = (
        PAGE_BYTES
        - len("\n".join([phrases.CLARIFY, *also, "", *foot]).encode())
        - len(context.notice) * 3
    )
    lines: list[str] = []
    for entry_id, question in questions:
        line = f"{len(lines) + 1}. {link(LinkTarget(LinkKind.FAQ, entry_id), question)}"
        left -= len(line.encode()) + 1
        if left < 0:
            break
        lines.append(line)
    text = "\n".join([phrases.CLARIFY, *lines, *also, "", *foot])
    named = tuple(entry_id for entry_id, _ in questions[: len(lines)])
    return replace(text_reply(context, Rung.CLARIFY, text), clarify=named, later=later)


def _names_a_document(context: MessageContext, found: Sequence[PolicyDocument]) -> bool:
    """Whether a number of one of them stands in the text, however its brackets were typed."""
    said = set(_DIGITS.findall(context.folded))
    return any(digits <= said for one in found if (digits := set(_DIGITS.findall(one.number))))


def _knowledge_for(context: MessageContext) -> KnowledgeSource | SkipReason:
    if context.account.knowledge is None:
        return SkipReason.NO_KNOWLEDGE
    if not context.text:
        return SkipReason.NO_TEXT
    return SkipReason.TOO_LITTLE if context.asks_little else context.account.knowledge


def _later(key: str) -> str:
    return f"〔{link(LinkTarget(LinkKind.LATER, key), phrases.LATER_LINK)}〕"


def _votes(source: str) -> str:
    return "　".join(
        link(LinkTarget(LinkKind.HELPFUL, source, number), shown)
        for number, shown in ((1, phrases.HELPFUL_LINK), (0, phrases.UNHELPFUL_LINK))
    )


def _anchor(title: str, url: str) -> str:
    words_ = title.replace("<", "＜").replace(">", "＞")
    return f'<a href="{url.replace(chr(34), "%22")}">{words_}</a>' if url else words_
