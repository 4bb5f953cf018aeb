"""Who may use a material on which day, and what makes it one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.materials.errors import BadMaterial, MaterialNotReady
from chalicelib.materials.labels import ACTIONS, STATES
from chalicelib.materials.models import (
    MOST_VERSIONS,
    Consent,
    LicenceKind,
    Material,
    MaterialAction,
    MaterialFile,
    MaterialKind,
    MaterialProblem,
    MaterialReach,
    MaterialState,
    MaterialText,
    MaterialVersion,
)
from chalicelib.materials.transitions import MATERIAL, Who

SOON: Final = timedelta(days=14)
"""So long before its last day the owner is told."""


def day_of(at: datetime) -> date:
    """The day in Beijing."""
    return at.astimezone(SHANGHAI).date()


def seen_by(material: Material, lineage: Sequence[str]) -> bool:
    """Whether a unit sees it; ``lineage`` is the unit itself and then all above it."""
    if material.text.scope.reach is MaterialReach.ALL:
        return True
    below = material.text.scope.reach is MaterialReach.BELOW and material.unit in lineage
    return below or material.unit in lineage[:1]


def problems(
    material: Material, lineage: Sequence[str], day: date, account: str = ""
) -> tuple[MaterialProblem, ...]:
    """Why an article of a unit may not use it on a day, at an account where one is known; empty: it may.

    ``lineage`` is the unit itself and then all above it.
    """
    text = material.text
    held = (
        (material.state is MaterialState.RETIRED, MaterialProblem.RETIRED),
        (text.ends is not None and text.ends < day, MaterialProblem.EXPIRED),
        (text.valid_from is not None and day < text.valid_from, MaterialProblem.NOT_YET),
        (not seen_by(material, lineage), MaterialProblem.OUT_OF_REACH),
        (
            bool(account and text.scope.accounts) and account not in text.scope.accounts,
            MaterialProblem.OTHER_ACCOUNT,
        ),
        (text.consent is Consent.NO, MaterialProblem.NO_CONSENT),
    )
    return tuple(problem for there, problem in held if there)


def expired(material: Material, day: date) -> bool:
    """Whether its last day is over."""
    return material.text.ends is not None and material.text.ends < day


def expiring(material: Material, day: date) -> bool:
    """Whether it may still be used, but not much longer."""
    ends = material.text.ends
    return ends is not None and day <= ends <= day + SOON


def checked(text: MaterialText) -> MaterialText:
    """What a person wrote, without blanks and repetitions. Raises ``BadMaterial``."""
    licence, wrong = text.licence, []
    if not text.title.strip():
        wrong.append(Field("title", "没有填写"))
    if licence.kind in (LicenceKind.PERMITTED, LicenceKind.BOUGHT) and not licence.by.strip():
        wrong.append(Field("licence.by", "没有填写许可方"))
    if licence.kind is LicenceKind.BOUGHT and licence.until is None:
        wrong.append(Field("licence.until", "买来的素材要写明到哪一天"))
    if text.valid_from and text.ends and text.ends < text.valid_from:
        wrong.append(Field("valid_until", "早于开始的日期"))
    if wrong:
        raise BadMaterial(f"填写有误：{'；'.join(one.problem for one in wrong)}。", fields=wrong)
    return text.model_copy(
        update={
            "title": text.title.strip(),
            "description": text.description.strip(),
            "tags": tuple(dict.fromkeys(text.tags)),
            "matter": text.matter.strip(),
            "source": text.source.strip(),
            "author": text.author.strip(),
            "licence": licence.model_copy(update={"by": licence.by.strip()}),
        }
    )


def held(kind: MaterialKind, file: MaterialFile | None, passage: str) -> str:
    """The passage of a material that is one, trimmed. Raises ``BadMaterial`` where kind and content do not fit."""
    said = passage.strip()
    if kind is MaterialKind.TEXT:
        if not said:
            raise BadMaterial("请写下文字。", fields=[Field("passage", "没有填写")])
        return said
    if file is None or file.kind is not kind:
        problem = "没有选择文件" if file is None else "文件不是这一类"
        raise BadMaterial(f"{problem}。", fields=[Field("file", problem)])
    return ""


def guarded(material: Material, action: MaterialAction) -> MaterialState:
    """The state after an action. Raises ``MaterialNotReady``."""
    row = MATERIAL.find(material, action, [Who.KEEPER])
    if row is None:
        able = MATERIAL.possible(material, [Who.KEEPER])
        raise MaterialNotReady(
            f"素材“{material.text.title}”{STATES[material.state]}，不能{ACTIONS[action]}。"
            f"现在可以：{'、'.join(ACTIONS[one] for one in able)}。",
            state=material.state.value,
            possible=[one.value for one in able],
        )
    return material.state if row.target is None else row.target


def replaced(
    material: Material, file: MaterialFile | None, passage: str, by: str, at: datetime, note: str
) -> Material:
    """The material with another content. Raises ``BadMaterial`` or ``MaterialNotReady``."""
    guarded(material, MaterialAction.REPLACE)
    said = held(material.kind, file, passage)
    made = MaterialVersion(
        number=material.latest.number + 1, file=file, text=said, by=by, at=at, note=note.strip()
    )
    return material.model_copy(
        update={"versions": (*material.versions, made)[-MOST_VERSIONS:], **_by(by, at)}
    )


def edited(material: Material, text: MaterialText, by: str, at: datetime) -> Material:
    """The material with other words and rights. Raises ``BadMaterial`` or ``MaterialNotReady``."""
    guarded(material, MaterialAction.EDIT)
    return material.model_copy(update={"text": checked(text), **_by(by, at)})


def retired(material: Material, by: str, at: datetime, reason: str) -> Material:
    """The material, no longer offered. Raises ``BadMaterial`` or ``MaterialNotReady``."""
    state = guarded(material, MaterialAction.RETIRE)
    if not reason.strip():
        raise BadMaterial("请写明停用的原因。", fields=[Field("reason", "没有填写")])
    return material.model_copy(
        update={"state": state, "reason": reason.strip()[:200], **_by(by, at)}
    )


def restored(material: Material, by: str, at: datetime) -> Material:
    """The material, offered again. Raises ``MaterialNotReady``."""
    state = guarded(material, MaterialAction.RESTORE)
    return material.model_copy(update={"state": state, "reason": "", **_by(by, at)})


def matches(material: Material, words: str) -> bool:
    """Whether all of these words stand in what is written of it."""
    text = material.text
    said = " ".join(
        (
            material.id,
            text.title,
            text.description,
            *text.tags,
            text.matter,
            text.source,
            text.author,
            text.licence.by,
            material.latest.text,
            material.latest.file.name if material.latest.file else "",
        )
    ).casefold()
    return all(word in said for word in words.casefold().split())


def shows(materials: Iterable[Material], digest: str) -> list[Material]:
    """Those of which a version is this file, the original or as articles hold it."""
    return [one for one in materials if digest in digests_of(one)]


def digests_of(material: Material) -> frozenset[str]:
    """SHA-256 of every file that articles may hold of it, of all versions."""
    return frozenset(
        digest
        for version in material.versions
        if version.file
        for digest in (version.file.digest, *map(digest_in, version.file.articles))
    )


def digest_in(key: str) -> str:
    """The SHA-256 in an object key."""
    return key.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]


def _by(person: str, at: datetime) -> dict[str, object]:
    return {"updated_by": person, "updated_at": at}
