"""Events of followers and of WeChat about notices, from the stream. Each is counted once, in whatever order they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Final

from chalicelib.notices import consent_store, consents, outcomes, sending_store, setup_store
from chalicelib.notices.models import Consent, TemplateKind
from chalicelib.wechat.events import SubscribeMsgChange, SubscribeMsgPopup, SubscribeMsgSent

_ACCEPT: Final = consents.ACCEPT


def popped_up(account_id: str, push: SubscribeMsgPopup) -> bool:
    """Count a follower's answers to a pop-up; False where they were counted before (by the push's key)."""
    answers = Counter((one.template_id, one.status) for one in push.notices if one.template_id)
    kinds = setup_store.kinds(account_id, [template for template, _ in answers])
    changes: dict[str, consent_store.Change] = {}
    counted: dict[str, dict[str, int]] = {}
    for template, kind in kinds.items():
        accepted = answers[template, _ACCEPT]
        rejected = sum(n for (of, said), n in answers.items() if of == template) - accepted
        counted[template] = _numbers(accepted=accepted, rejected=rejected)
        if accepted:
            changes[template] = partial(
                consents.popped, status=_ACCEPT, at=push.created, kind=kind, number=accepted
            )
        else:
            changes[template] = _same
    return _count(account_id, push, changes, counted)


def changed(account_id: str, push: SubscribeMsgChange) -> bool:
    """Count what a follower changed in WeChat's settings of notices; False where it was counted before."""
    last = {one.template_id: one.status for one in push.notices if one.template_id}
    kinds = setup_store.kinds(account_id, last)
    changes = {
        template: partial(
            consents.changed,
            status=status,
            at=push.created,
            kind=kinds.get(template, TemplateKind.ONE_TIME),
        )
        for template, status in last.items()
    }
    counted = {
        template: _numbers(accepted=int(status == _ACCEPT), taken_back=int(status != _ACCEPT))
        for template, status in last.items()
    }
    return _count(account_id, push, changes, counted)


def ended(account_id: str, push: SubscribeMsgSent) -> int:
    """Keep what WeChat says of notices in the end, and bring it together with them; returns how many met. Twice is once."""
    kept = [one for one in push.notices if one.msg_id]
    for one in kept:
        sending_store.keep_end(
            account_id,
            push.from_user,
            one.msg_id,
            template=one.template_id,
            code=one.error_code,
            status=one.error_status,
            at=push.created,
        )
    return outcomes.join(account_id, push.from_user) if kept else 0


def left(account_id: str, openid: str, at: int) -> None:
    """Take back every consent of a person who stopped following at ``at`` (Unix seconds). Twice is once."""
    for one in consent_store.of_follower(account_id, openid):
        if one.refused_at < at:
            consent_store.change(
                account_id,
                openid,
                {one.template: partial(consents.taken_back, at=at)},
            )


def _count(
    account_id: str,
    push: SubscribeMsgPopup | SubscribeMsgChange,
    changes: Mapping[str, consent_store.Change],
    counted: Mapping[str, Mapping[str, int]],
) -> bool:
    if not changes:
        return False
    return consent_store.change(
        account_id, push.from_user, changes, mark=push.key, at=push.created, counted=counted
    )


def _numbers(**counts: int) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}


def _same(before: Consent) -> Consent:
    return before
