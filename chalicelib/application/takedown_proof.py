"""The proof for the file (证明材料): who, when, what stood where, WeChat's answers, hashes of what was there."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal, NamedTuple

from chalicelib import accounts, audit, people, takedown, units
from chalicelib.actor import Actor
from chalicelib.application.takedowns import READ
from chalicelib.clock import shown
from chalicelib.takedown import Checklist, Place, Takedown

_HEADS: Final = (
    *("序号", "单位", "公众号", "类型", "标题", "相似度", "依据", "网址或位置", "处理"),
    *("状态", "开始时间", "完成时间", "微信的答复", "核实", "核实时间", "未成功的原因"),
    *("保留的原因", "收不回的", "撤前内容（对象）", "撤前内容的 SHA-256"),
)


class ProofFile(NamedTuple):
    """A file that was made."""

    name: str
    content_type: str
    body: bytes

    @property
    def base64(self) -> str:
        """The body for an answer of the API."""
        return base64.b64encode(self.body).decode()


def proof(by: Actor, takedown_id: str, form: Literal["xlsx", "json"], now: datetime) -> ProofFile:
    """The proof as a table or as JSON; that it was taken out is logged.

    Raises ``UnknownTakedown`` or ``PermissionDenied``.
    """
    case = takedown.store.get(takedown_id)
    people.require(by, READ, case.unit)
    checklists = takedown.store.checklists(case.id)
    if form == "json":
        body = _json(case, checklists, by, now)
        made = ProofFile(f"撤稿证明-{case.id}.json", "application/json", body)
    else:
        from chalicelib.sheets.exports import Form, export

        found = export(_HEADS, _rows(case, checklists), Form.XLSX)
        made = ProofFile(f"撤稿证明-{case.id}.xlsx", found.content_type, found.body)
    digest = hashlib.sha256(made.body).hexdigest()
    facts = {"file": made.name, "sha256": digest}
    entry = audit.entry_of(
        by,
        READ,
        unit=case.unit,
        at=now,
        object=f"takedown:{case.id}",
        changes=audit.changes_between({}, facts),
        note="导出证明材料",
    )
    audit.record(entry)
    return made


def _json(case: Takedown, checklists: list[Checklist], by: Actor, now: datetime) -> bytes:
    known = {
        "takedown": case.model_dump(mode="json", exclude={"due_at", "version", "parts"}),
        "made": {"by": by.person, "at": now.isoformat()},
        "places": [
            {"unit": one.unit, **place.model_dump(mode="json")}
            for one in checklists
            for place in one.places
        ],
        "looked": {
            account: looked.model_dump(mode="json")
            for one in checklists
            for account, looked in one.looked.items()
        },
        "remains": {one.value: text for one, text in takedown.labels.REMAINS.items()},
    }
    body = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
    # A change of the file shows: the last field is the hash of all before it.
    digest = hashlib.sha256(body.encode()).hexdigest()
    return json.dumps(
        {**known, "sha256": digest}, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()


def _rows(case: Takedown, checklists: list[Checklist]) -> Iterator[tuple[str, ...]]:
    yield from (
        ("", "撤稿", case.id, takedown.labels.STATES[case.state], case.title, "", case.reason),
        ("", "发起", case.by, shown(case.at)),
        ("", "批准", case.approved_by, shown(case.approved_at) if case.approved_at else ""),
        ("", "办结", "", shown(case.ended_at) if case.ended_at else ""),
        *(("", "线索", takedown.labels.CLUES[one.kind], one.value[:2000]) for one in case.clues),
    )
    unit_names = {one.id: one.name for one in units.units()}
    names = {one.account.id: one.account.name for one in accounts.states()}
    number = 0
    for one in checklists:
        for place in one.places:
            number += 1
            account = names.get(place.account, place.account)
            yield (str(number), unit_names.get(one.unit, one.unit), account, *_told(case, place))


def _told(case: Takedown, place: Place) -> tuple[str, ...]:
    def at(time: datetime | None) -> str:
        return shown(time) if time else ""

    return (
        takedown.labels.PLACES[place.kind],
        place.title,
        f"{place.score}%",
        f"{takedown.labels.MATCHES[place.match]}：{place.passage}",
        place.url or place.object,
        takedown.labels.ACTIONS[place.kind] if place.goes(case.threshold) else "保留",
        takedown.labels.PLACE_STATES[place.state],
        at(place.begun_at),
        at(place.done_at),
        place.said,
        place.verified,
        at(place.verified_at),
        place.problem,
        place.why,
        "；".join(takedown.labels.REMAINS[one] for one in place.remains),
        place.before or place.content,
        place.before_hash,
    )
