"""One canned reply (快捷回复), as an agent types it on the page; ``canned_file`` reads many."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.acting import permitted
from chalicelib.desk.errors import CannedChanged, CannotSend, InvalidInput
from chalicelib.desk.messages import texts
from chalicelib.errors import Field
from chalicelib.web_address import faults_in

PERMISSION: Final = "desk:canned:edit"
_NAME: Final = re.compile(r"/?[^\s/]{1,20}")


def name_of(written: str) -> str:
    """The name without its slash. Raises ``ValueError`` with a Chinese phrase."""
    if not _NAME.fullmatch(written):
        raise ValueError(f"名称“{written[:30]}”要在 20 字以内，没有空格和斜杠")
    return written.lstrip("/")


def text_of(written: str) -> str:
    """The text, if one message holds it and WeChat takes it. Raises ``ValueError`` with a Chinese phrase."""
    try:
        number = len(texts.parts(written))
    except CannotSend as error:
        raise ValueError(str(error).removeprefix("消息没有发送：").rstrip("。")) from error
    if number > 1:
        raise ValueError("内容超过 2048 字节，一条消息放不下")
    if wrong := faults_in(written):
        raise ValueError(wrong[0])
    return written


def keep_canned(
    account_id: str, name: str, text: str, before: str | None, *, by: Actor, now: datetime
) -> dict[str, str]:
    """Keep one canned reply; ``before`` is the text that the person saw under this name, None for a new one.

    Returns all of them by name. Raises ``InvalidInput``, ``PermissionDenied``, or ``CannedChanged`` where another text
    stands there.
    """
    setter = permitted(account_id, by, PERMISSION)
    wrong: list[Field] = []
    for field, check, value in (("name", name_of, name), ("text", text_of, text)):
        try:
            check(value.strip())
        except ValueError as error:
            wrong.append(Field(field, str(error)))
    if wrong:
        raise InvalidInput(f"快捷回复没有保存：{wrong[0].problem}。", fields=wrong)
    name, text = name_of(name.strip()), text.strip()
    known = agent_store.canned(account_id)
    if known.get(name) not in (before, text):
        raise CannedChanged(name)
    change = Change(field=name, before=known.get(name, ""), after=text)
    entry = setter.entry_action(f"canned:{account_id}", now, changes=[change])
    agent_store.keep_canned(account_id, {name: text}, [entry])
    return {**known, name: text}


def drop_canned(account_id: str, name: str, *, by: Actor, now: datetime) -> None:
    """Delete a canned reply; one that is not there is no error. Raises ``PermissionDenied``."""
    setter = permitted(account_id, by, PERMISSION)
    known = agent_store.canned(account_id)
    change = Change(field=name, before=known.get(name, ""))
    entry = setter.entry_action(f"canned:{account_id}", now, changes=[change])
    table.transact([agent_store.drop_action(account_id, name), entry])
