"""Ask for a notice to one follower: its consent is taken and it is queued, in one transaction with what the caller adds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from chalicelib import telemetry
from chalicelib.cloud import queues, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.notices import consent_store, consents, fields, sending_store, setup_store
from chalicelib.notices.fields import Said
from chalicelib.notices.models import Consent, Purpose, Sending, Template, TemplateKind, Told
from chalicelib.settings import settings

KIND: Final = "notice"
"""Of the tasks on the outgoing queue that send one notice."""


def tell(
    account_id: str,
    openid: str,
    purpose: Purpose,
    values: Mapping[str, Said],
    *,
    key: str,
    now: datetime,
    until: datetime | None = None,
    page: str = "",
    also: Sequence[table.Action] = (),
) -> Told:
    """Queue a notice for a purpose of an account, with what its wiring says of ``values`` (``purposes``).

    Idempotent by account, follower and ``key``. Not sent after ``until``. Makes no call of WeChat. Raises
    ``ConditionFailed`` with the index of a condition of ``also`` that does not hold, or ``Contested``.
    """
    found = wired(account_id, purpose)
    if found is None:
        return Told.NOT_SET_UP
    template, lines, opens = found
    data = fields.filled(template, lines, values)
    wrong = fields.faults(template, data)
    if wrong:
        telemetry.logger.warning(
            "notice does not fit its template",
            extra={"account": account_id, "purpose": purpose.value, "fields": ",".join(wrong)},
        )
        return Told.UNFIT
    wanted = Sending(
        id=sending_store.sending_sk(key),
        account=account_id,
        openid=openid,
        template=template.id,
        purpose=purpose,
        data=data,
        page=page or opens,
        at=now,
        until=until,
        one_time=template.kind is TemplateKind.ONE_TIME,
    )
    told = queue(wanted, template.kind, also=also)
    if told is Told.QUEUED:
        queues.wake(settings().outgoing_queue_url, task_for(account_id, openid, wanted.id))
    return told


def may_tell(account_id: str, openid: str, purpose: Purpose) -> bool:
    """Whether a follower consents to the template of a purpose now; no promise."""
    wiring = setup_store.wiring(account_id, purpose)
    return wiring is not None and consent_store.read(account_id, openid, wiring.template).left > 0


def sending_of(account_id: str, openid: str, key: str) -> Sending | None:
    """The notice that was asked for with a key, or None."""
    return sending_store.find(account_id, openid, sending_store.sending_sk(key))


def wired(account_id: str, purpose: Purpose) -> tuple[Template, dict[str, str], str] | None:
    """Template, lines and page of a purpose; None where nothing serves it."""
    wiring = setup_store.wiring(account_id, purpose)
    template = setup_store.template(account_id, wiring.template) if wiring else None
    if wiring is None or template is None or template.gone:
        return None
    return template, wiring.lines, wiring.page


def task_for(account_id: str, openid: str, sending_id: str) -> str:
    """The queue's message about one notice."""
    return json.dumps({"kind": KIND, "account": account_id, "openid": openid, "id": sending_id})


def queue(
    wanted: Sending,
    kind: TemplateKind,
    *,
    seen: Consent | None = None,
    also: Sequence[table.Action] = (),
) -> Told:
    """Take a consent and store a notice, in one transaction with ``also``.

    ``seen`` is the consent as a list's index has it; where it has changed since, it is read again. Raises
    ``ConditionFailed`` for a condition of ``also``, or ``Contested``.
    """
    for _ in range(consent_store.TRIES):
        before = seen or consent_store.read(wanted.account, wanted.openid, wanted.template)
        seen = None
        after = consents.used(before, kind)
        if after is None:
            return _without(wanted)
        taken = consent_store.change_actions(wanted.account, wanted.openid, before, after)
        if after == before:
            taken = [consent_store.unchanged_action(wanted.account, wanted.openid, before)]
        try:
            table.transact([*also, sending_store.new_action(wanted), *taken])
        except ConditionFailed as error:
            if error.index <= len(also) and _without(wanted) is Told.BEFORE:
                return Told.BEFORE
            if error.index < len(also):
                raise
            continue
        return Told.QUEUED
    raise consent_store.Contested


def _without(wanted: Sending) -> Told:
    """What is to be said where nothing was written: it was asked for before, or there is no consent."""
    known = sending_store.find(wanted.account, wanted.openid, wanted.id)
    return Told.NO_CONSENT if known is None else Told.BEFORE
