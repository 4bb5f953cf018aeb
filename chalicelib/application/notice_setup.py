"""订阅通知 set up: templates fetched, chosen and deleted, and which serves which purpose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit, notices
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.audit import Change
from chalicelib.notices import KeywordOffered, Purpose, Template, TitleOffered, Wiring

READ: Final = "notices:notice:read"
SET_UP: Final = "notices:template:set_up"


def fetch(account_id: str, *, by: Actor, now: datetime) -> list[Template]:
    """Read the account's templates from WeChat again. Raises ``PermissionDenied``, ``UnknownAccount``, ``WeChatError``."""
    account_for(by, SET_UP, account_id)
    return notices.fetching.fetch(account_id, now)


def titles(account_id: str, *, by: Actor) -> list[TitleOffered]:
    """The public titles that the account may choose from. Raises like ``fetch``."""
    account_for(by, SET_UP, account_id)
    return notices.fetching.titles(account_id)


def keywords(account_id: str, tid: str, *, by: Actor) -> list[KeywordOffered]:
    """The lines that a template of a title may have. Raises like ``fetch``."""
    account_for(by, SET_UP, account_id)
    return notices.fetching.keywords(account_id, tid)


def add(
    account_id: str, tid: str, kids: Sequence[int], scene: str, *, by: Actor, now: datetime
) -> list[Template]:
    """Make a template of a title with two to five lines. Raises like ``fetch``."""
    account = account_for(by, SET_UP, account_id)
    made = notices.fetching.add(account_id, tid, kids, scene)
    _log(by, account.unit, account_id, now, "template", "", made)
    return notices.fetching.fetch(account_id, now)


def delete(account_id: str, template_id: str, *, by: Actor, now: datetime) -> list[Template]:
    """Delete a template at WeChat. Raises ``TemplateInUse``, and like ``fetch``."""
    account = account_for(by, SET_UP, account_id)
    serves = [one for one, wiring in notices.setup_store.wirings(account_id).items() if wiring.template == template_id]  # fmt: skip
    if serves:
        named = "、".join(notices.PURPOSES[one].label for one in serves)
        raise notices.TemplateInUse(f"这个模板正用于“{named}”，没有删除。请先改用别的模板。")
    notices.fetching.delete(account_id, template_id)
    _log(by, account.unit, account_id, now, "template", template_id, "")
    return notices.fetching.fetch(account_id, now)


def serve(
    account_id: str,
    purpose: Purpose,
    template_id: str,
    lines: Mapping[str, str],
    *,
    page: str = "",
    by: Actor,
    now: datetime,
) -> Wiring:
    """Have a template serve a purpose; ``lines`` is what stands in each field.

    Raises ``UnknownTemplate``, ``BadNotice`` (also where the examples of the purpose do not fit), ``PermissionDenied``
    or ``UnknownAccount``.
    """
    account = account_for(by, SET_UP, account_id)
    template = template_of(account_id, template_id)
    wrong = faults_of(template, purpose, lines)
    if wrong:
        raise notices.BadNotice(wrong)
    kept = {one.name: lines[one.name].strip() for one in template.fields}
    wiring = Wiring(purpose=purpose, template=template.id, lines=kept, page=page.strip(), by=by.person, at=now)  # fmt: skip
    before = notices.setup_store.wiring(account_id, purpose)
    entry = _entry(by, account.unit, account_id, now, purpose.value, before.template if before else "", template.id)  # fmt: skip
    notices.setup_store.wire(account_id, wiring, [audit.write_action(entry)])
    return wiring


def stop(account_id: str, purpose: Purpose, *, by: Actor, now: datetime) -> None:
    """Have nothing serve a purpose: it is told in other ways, or not. Raises ``PermissionDenied``, ``UnknownAccount``."""
    account = account_for(by, SET_UP, account_id)
    before = notices.setup_store.wiring(account_id, purpose)
    if before is None:
        return
    entry = _entry(by, account.unit, account_id, now, purpose.value, before.template, "")
    notices.setup_store.unwire(account_id, purpose, [audit.write_action(entry)])


def faults_of(template: Template, purpose: Purpose, lines: Mapping[str, str]) -> dict[str, str]:
    """Field → what is wrong with the lines of a wiring."""
    wrong = notices.fields.line_faults(template, lines, notices.examples(purpose))
    filled = notices.fields.filled(template, lines, notices.examples(purpose))
    return notices.fields.faults(template, filled) | wrong


def template_of(account_id: str, template_id: str) -> Template:
    """A template that the account has. Raises ``UnknownTemplate``."""
    found = notices.setup_store.template(account_id, template_id)
    if found is None or found.gone:
        raise notices.UnknownTemplate(account_id, template_id)
    return found


def _log(by: Actor, unit: str, account_id: str, now: datetime, field: str, before: str, after: str) -> None:  # fmt: skip
    audit.record(_entry(by, unit, account_id, now, field, before, after))


def _entry(by: Actor, unit: str, account_id: str, now: datetime, field: str, before: str, after: str) -> audit.AuditEntry:  # fmt: skip
    return audit.entry_of(
        by,
        SET_UP,
        unit=unit,
        at=now,
        object=f"notices:{account_id}",
        changes=[Change(field=field, before=before, after=after)],
    )
