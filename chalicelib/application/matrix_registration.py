"""Registrations of accounts (备案): enter, change, take a step of the life."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from pydantic import ValidationError

from chalicelib import accounts, audit, matrix, people
from chalicelib.actor import Actor
from chalicelib.application import matrix_health
from chalicelib.audit import AuditEntry
from chalicelib.errors import Field, remedy
from chalicelib.matrix import (
    BadRegistration,
    NotRegistered,
    Registration,
    RegistrationChanged,
    Responsible,
    StepInput,
)
from chalicelib.values import Value, reason_of

READ: Final = "matrix:account:read"
SET: Final = "matrix:account:set"


class RegistrationInput(Value):
    """What a person enters of an account; the life goes by steps."""

    purpose: str = ""
    in_charge: Responsible = Responsible()
    stand_in: Responsible = Responsible()
    verified_until: date | None = None
    name_remark: str = ""
    avatar_remark: str = ""


def register(
    account_id: str,
    given: RegistrationInput,
    *,
    running: bool,
    on: date,
    filing_number: str = "",
    by: Actor,
    now: datetime,
) -> Registration:
    """Open the registration of an account; ``running`` for one that has long been there.

    Raises ``BadRegistration``, ``RegistrationChanged`` where there is one, ``UnknownAccount`` or ``PermissionDenied``.
    """
    unit = _unit(account_id, by)
    if matrix.store.registration(account_id) is not None:
        raise RegistrationChanged("这个账号已经登记过，请刷新后修改。")
    opened = matrix.opened(
        account_id, on, running=running, number=filing_number.strip(), by=by.person, now=now
    )
    after = _filled(opened, given)
    entry = _entry(Registration(account=account_id), after, unit, by, now, "登记备案")
    return _kept(matrix.store.save_registration(opened, after, entry), now)


def change(
    account_id: str, given: RegistrationInput, *, base: int, by: Actor, now: datetime
) -> Registration:
    """Change what is on file. Raises ``RegistrationChanged`` where it is not version ``base`` any more, ``NotRegistered``."""
    unit = _unit(account_id, by)
    before = _at(account_id, base)
    after = _filled(before, given)
    if after == before:
        return before
    entry = _entry(before, after, unit, by, now, "修改登记")
    return _kept(matrix.store.save_registration(before, after, entry), now)


def step(
    account_id: str, given: StepInput, *, base: int | None = None, by: Actor, now: datetime
) -> Registration:
    """Take a step of an account's life.

    Raises ``WrongLifeState``, ``BadRegistration``, ``RegistrationChanged``, ``NotRegistered`` or ``PermissionDenied``.
    """
    unit = _unit(account_id, by)
    before = _at(account_id, base)
    try:
        after = matrix.stepped(before, given, by=by.person, now=now)
    except ValidationError as error:
        raise _bad(error) from None
    entry = _entry(before, after, unit, by, now, matrix.labels.step_name(given.action))
    return _kept(matrix.store.save_registration(before, after, entry), now)


def look(account_id: str, *, by: Actor, now: datetime) -> None:
    """Tell how an account is now, reading everything anew. Raises ``UnknownAccount``, ``PermissionDenied`` or ``Busy``."""
    _unit(account_id, by)
    matrix_health.refresh(account_id, now, whole=True)


def _unit(account_id: str, by: Actor) -> str:
    unit = accounts.current(account_id).account.unit
    people.require(by, SET, unit)
    return unit


def _at(account_id: str, base: int | None) -> Registration:
    found = matrix.store.registration(account_id)
    if found is None:
        raise NotRegistered(
            "这个账号还没有备案登记。",
            remedies=[remedy("matrix.set", "登记备案", account=account_id)],
        )
    if base is not None and found.version != base:
        raise RegistrationChanged("有人刚刚改过这个账号的登记，您的修改没有保存。请刷新后再改。")
    return found


def _filled(before: Registration, given: RegistrationInput) -> Registration:
    known: frozenset[str] | None = None
    for name, who in (("in_charge", given.in_charge), ("stand_in", given.stand_in)):
        if not who.person or who == getattr(before, name):
            continue
        known = known or frozenset(one.id for one in people.list_staff())
        if who.person not in known:
            problem = f"没有登记人员“{who.person}”"
            raise BadRegistration(
                f"{problem}；还没有登记的人，只填姓名和电话。",
                fields=[Field(f"{name}.person", problem)],
            )
    if given.in_charge.known and given.in_charge == given.stand_in:
        raise BadRegistration(
            "负责人和代理人不能是同一个人。", fields=[Field("stand_in.person", "与负责人相同")]
        )
    told = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in ((one, getattr(given, one)) for one in RegistrationInput.model_fields)
    }
    try:
        # As entered by people: their lengths are checked here.
        return Registration.model_validate({**before.model_dump(), **_plain(told)})
    except ValidationError as error:
        raise _bad(error) from None


def _plain(told: dict[str, object]) -> dict[str, object]:
    return {
        name: value.model_dump() if isinstance(value, Responsible) else value
        for name, value in told.items()
    }


def _bad(error: ValidationError) -> BadRegistration:
    fields = [
        Field(".".join(map(str, one["loc"])), reason_of(one))
        for one in error.errors(include_url=False)
    ]
    return BadRegistration("登记有误，请改正后再保存。", fields=fields)


def _entry(
    before: Registration, after: Registration, unit: str, by: Actor, now: datetime, what: str
) -> AuditEntry:
    return audit.entry_of(
        by,
        SET,
        unit=unit,
        at=now,
        object=f"account:{after.account}",
        changes=audit.changes_between(_told(before), _told(after)),
        note=what,
    )


def _told(one: Registration) -> dict[str, object]:
    fields = matrix.labels.FIELDS.keys()
    told = {name: getattr(one, name) for name in fields} if one.version or one.steps else {}
    return {name: _words(value) for name, value in told.items()}


def _words(value: object) -> object:
    if isinstance(value, Responsible):
        # A telephone number stays out of the log.
        return " ".join(filter(None, (value.name, value.person and f"（{value.person}）")))
    if isinstance(value, matrix.LifeState):
        return matrix.labels.STATES[value]
    return value or ""


def _kept(after: Registration, now: datetime) -> Registration:
    matrix_health.after_change([after.account], now)
    return after
