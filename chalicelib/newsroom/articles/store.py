"""Items of stored articles.

| pk | sk | attributes |
|---|---|---|
| ``ARTICLES#{unit}`` | article id | ``doc`` (StoredArticle), ``version``, ``standing`` (state), ``revision``; in ``GSI1`` by ``REVIEW`` and time while it waits for a review |
| ``ARTICLES#{unit}`` | ``KEY#{content key}`` | ``article``: made of this content, so that making it twice makes one |
| ``ARTICLE#{id}`` | ``UNIT`` | ``unit``: where the article stands |
| ``ARTICLE#{id}`` | ``R#{number:05d}`` | ``doc`` (Revision), immutable |
| ``ARTICLE#{id}`` | ``C#{number:05d}`` | ``doc`` (Comment) |
| ``ARTICLE#{id}`` | ``L#{version:06d}`` | ``doc`` (AuditEntry), see ``log.py`` |

Every change is one transaction on the article's version: the article, its log, and what came with it. Content
lies in the bucket before an item points there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from chalicelib.audit import AuditEntry
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.newsroom.articles.log import digest, write_action
from chalicelib.newsroom.articles.models import (
    ArticleId,
    ArticleState,
    Comment,
    Released,
    Revision,
    StoredArticle,
)
from chalicelib.newsroom.errors import DecidedMeanwhile, UnknownArticle, UnknownRevision

Change = Callable[
    [StoredArticle], "tuple[StoredArticle, AuditEntry, Sequence[table.Action]] | None"
]
"""An article as it is → as it becomes, its entry for the log, further writes; None: nothing is to do."""

_WAITING: Final = "REVIEW"
_LAST: Final = "9"
"""Later than every time."""
_TRIES: Final = 8


class IdTaken(Exception):
    """The id of a new article belongs to another one."""


def add(
    article: StoredArticle,
    revision: Revision,
    entries: Sequence[AuditEntry],
    name: str,
    also: Sequence[table.Action] = (),
) -> str | None:
    """Store a new article, together with other writes; returns the id of the one that has this name already, if any.

    ``article`` is as it stands after ``entries`` of its log. The name is the key of its first content, or what its
    maker calls it.

    Raises ``IdTaken`` if the id belongs to another article, or ``ConditionFailed`` if a condition of ``also`` did not
    hold.
    """
    article, entries = after(article, entries)
    marker = {"pk": _unit(article.unit), "sk": f"KEY#{name}", "article": article.id}
    place = {"pk": _pk(article.id), "sk": "UNIT", "unit": article.unit}
    own = [
        table.put_action(marker, only_new=True),
        table.put_action(place, only_new=True),
        table.put_action(_item(article), only_new=True),
        put_revision(revision),
        *(write_action(entry, version) for version, entry in enumerate(entries, 1)),
    ]
    try:
        table.transact([*own, *also])
    except ConditionFailed as error:
        if error.index == 0:
            return made_of(article.unit, name)
        if error.index < len(own):
            raise IdTaken(article.id) from error
        raise
    return None


def after(
    article: StoredArticle, entries: Sequence[AuditEntry]
) -> tuple[StoredArticle, list[AuditEntry]]:
    """A new article as it stands with the first entries of its log, and these, each naming the one before."""
    chained: list[AuditEntry] = []
    for entry in entries:
        before = digest(chained[-1]) if chained else entry.previous
        chained.append(entry.model_copy(update={"previous": before}))
    known = {"version": len(chained), "log_hash": digest(chained[-1])}
    return article.model_copy(update=known), chained


def made_of(unit: str, name: str) -> str | None:
    """The id of the article that a unit made under this name."""
    item = table.get(_unit(unit), f"KEY#{name}", consistent=True)
    return str(item["article"]) if item else None


def get_article(article_id: str, unit: str = "") -> StoredArticle:
    """One article as it is now; its unit is asked for where it is not known. Raises ``UnknownArticle``."""
    if not unit:
        place = table.get(_pk(article_id), "UNIT", consistent=True)
        unit = str(place["unit"]) if place else ""
    item = table.get(_unit(unit), article_id, consistent=True) if unit else None
    if not item:
        raise UnknownArticle(article_id)
    return _read(item)


def change(article_id: str, decide: Change, known: StoredArticle | None = None) -> StoredArticle:
    """Apply ``decide`` to the article as it is; if somebody was faster, decide again on the article as it became.

    ``known`` is the article as it was read or written last: the first try asks for nothing more. Raises ``UnknownArticle``, ``DecidedMeanwhile`` after ``_TRIES`` lost races, and the errors of ``decide``.
    """
    for _ in range(_TRIES):
        before, known = known or get_article(article_id), None
        decided = decide(before)
        if decided is None:
            return before
        after, entry, more = decided
        entry = entry.model_copy(update={"previous": before.log_hash})
        after = after.model_copy(update={"version": before.version + 1, "log_hash": digest(entry)})
        try:
            table.transact([_update(before, after), write_action(entry, after.version), *more])
        except ConditionFailed:
            continue
        return after
    raise DecidedMeanwhile(f"稿件“{article_id}”正被多人同时操作，没有保存。请稍后重试。")


def of_unit(unit: str, after: str = "") -> Iterator[StoredArticle]:
    """A unit's articles, the newest day first; those that follow ``after`` where it is given."""
    found = table.query(_unit(unit), "a-", newest_first=True, consistent=True, after=after)
    return (_read(item) for item in found)


def waiting() -> Iterator[StoredArticle]:
    """Every article of every unit that waits for a review, longest first; it appears a moment after the write."""
    return (_read(item) for item in table.due(_WAITING, _LAST))


def revision(article_id: str, number: int) -> Revision:
    """One revision. Raises ``UnknownRevision``."""
    item = table.get(_pk(article_id), f"R#{number:05d}", consistent=True)
    if item is None:
        raise UnknownRevision(article_id, number)
    return Revision.model_validate_json(str(item["doc"]))


def revisions(article_id: str) -> Iterator[Revision]:
    """Every revision, oldest first."""
    for item in table.query(_pk(article_id), "R#", consistent=True):
        yield Revision.model_validate_json(str(item["doc"]))


def comment(article_id: str, number: int) -> Comment | None:
    """One comment."""
    item = table.get(_pk(article_id), f"C#{number:05d}", consistent=True)
    return Comment.model_validate_json(str(item["doc"])) if item else None


def comments(article_id: str) -> Iterator[Comment]:
    """Every comment, oldest first."""
    for item in table.query(_pk(article_id), "C#", consistent=True):
        yield Comment.model_validate_json(str(item["doc"]))


def put_revision(revision: Revision) -> table.Action:
    """A new revision as part of a change."""
    sk = f"R#{revision.number:05d}"
    item = {"pk": _pk(revision.article), "sk": sk, "doc": revision.model_dump_json()}
    return table.put_action(item, only_new=True)


def put_comment(comment: Comment) -> table.Action:
    """A comment, new or resolved, as part of a change."""
    sk = f"C#{comment.number:05d}"
    return table.put_action(
        {"pk": _pk(comment.article), "sk": sk, "doc": comment.model_dump_json()}
    )


def released_condition(released: Released) -> table.Action:
    """A condition for a transaction elsewhere: the article is still released as it was when it was read."""
    return table.check_action(
        _unit(released.unit),
        released.article_id,
        "standing = :approved AND revision = :revision",
        {":approved": ArticleState.APPROVED.value, ":revision": released.revision},
    )


def _update(before: StoredArticle, after: StoredArticle) -> table.Action:
    index = _index(after)
    moved = ", gsi1pk = :pk, gsi1sk = :sk" if index else " REMOVE gsi1pk, gsi1sk"
    return table.update_action(
        _unit(after.unit),
        after.id,
        "SET doc = :doc, version = :version, standing = :standing, revision = :revision" + moved,
        {
            ":doc": after.model_dump_json(),
            ":version": after.version,
            ":standing": after.state.value,
            ":revision": after.revision,
            ":before": before.version,
            **({":pk": index["gsi1pk"], ":sk": index["gsi1sk"]} if index else {}),
        },
        condition="version = :before",
    )


def _item(article: StoredArticle) -> table.Item:
    return {
        "pk": _unit(article.unit),
        "sk": article.id,
        "doc": article.model_dump_json(),
        "version": article.version,
        "standing": article.state.value,
        "revision": article.revision,
        **_index(article),
    }


def _index(article: StoredArticle) -> table.Item:
    if article.state is not ArticleState.IN_REVIEW and not article.emergency_approvals:
        return {}
    if article.state is ArticleState.APPROVED:
        return {}
    since = stamp(article.waiting_since)
    return {"gsi1pk": _WAITING, "gsi1sk": f"{since}#{article.id}"}


def _read(item: table.Item) -> StoredArticle:
    return StoredArticle.model_validate_json(str(item["doc"]))


def _pk(article_id: str) -> str:
    return f"ARTICLE#{ArticleId(article_id)}"


def _unit(unit: str) -> str:
    return f"ARTICLES#{unit}"
