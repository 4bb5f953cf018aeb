"""The rules of versions: what may be handed in and released by whom, and how a list joins what is there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from chalicelib.catalogue.errors import BadService, NotReleasable
from chalicelib.catalogue.labels import VERSION_STATES
from chalicelib.catalogue.models import Catalogue, CatalogueVersion, Service, VersionState
from chalicelib.errors import Field, remedy
from chalicelib.sheets.headings import folded

POSSIBLE: Final[Mapping[VersionState, tuple[str, ...]]] = {
    VersionState.DRAFT: ("submit",),
    VersionState.IN_REVIEW: ("release", "reject"),
    VersionState.RELEASED: ("restore",),
}
"""State → the actions that it allows."""


def refusal(
    unit: str, version: CatalogueVersion, in_force: int, working: int, person: str
) -> NotReleasable | None:
    """Why a person may not release a version now, whatever roles they hold; None where they may."""
    number = version.version
    if version.base != in_force and version.state is not VersionState.RELEASED:
        return not_now(
            unit,
            version,
            "不是在现行版本上修改的，发布它会撤销后来生效的修改；请恢复其中的内容再提交",
        )
    if version.state is not VersionState.IN_REVIEW:
        return not_now(unit, version, "发布前要先提交审核")
    if number != working:
        return not_now(unit, version, "之后又有修改，请提交最新的版本")
    if had_a_hand(person, version.hands):
        return NotReleasable(
            f"“{person}”修改或提交过版本 {number}，不能自己发布。",
            state=version.state,
            possible=POSSIBLE[version.state],
            remedies=[
                remedy("service.release.another", "由另一位同事发布", version=number, unit=unit)
            ],
        )
    return None


def had_a_hand(person: str, hands: Iterable[str]) -> bool:
    """Whether a person is one of these; ``Wang`` and ``wang`` are one."""
    return person.strip().casefold() in {one.strip().casefold() for one in hands}


def joined(known: Catalogue, given: Sequence[Service], *, replace: bool) -> Catalogue:
    """A catalogue with these services: those of the same id, or the same name, take their place."""
    if replace:
        return Catalogue(services=tuple(given))
    ids = {one.id for one in known.services}
    by_name = {folded(one.name): one.id for one in known.services}
    # A row without an id got one from its name; an entry of that name may have another.
    new = {
        (one.id if one.id in ids else by_name.get(folded(one.name), one.id)): one for one in given
    }
    kept = tuple(
        new.pop(one.id).model_copy(update={"id": one.id}) if one.id in new else one
        for one in known.services
    )
    return Catalogue(services=(*kept, *new.values()))


def check_whole(catalogue: Catalogue) -> None:
    """Raises ``BadService`` where two services have one id, or are called by one name."""
    called: dict[str, Service] = {}
    ids: set[str] = set()
    wrong: list[Field] = []
    for one in catalogue.services:
        if one.id in ids:
            wrong.append(Field("id", f"编号“{one.id}”有两个服务在用"))
        ids.add(one.id)
        for word in (one.name, *one.aliases):
            other = called.setdefault(folded(word), one)
            if other.id != one.id:
                field = "name" if word == one.name else "aliases"
                wrong.append(Field(field, f"“{word}”也是“{other.name}”的叫法，两个服务不能同名"))
    if wrong:
        raise BadService(wrong)


def hands_of(people_: Collection[str]) -> tuple[str, ...]:
    """Each person once."""
    return tuple(dict.fromkeys(one.strip() for one in people_))


def not_now(unit: str, version: CatalogueVersion, rule: str) -> NotReleasable:
    """The refusal of an action that a version's state does not allow."""
    return NotReleasable(
        f"版本 {version.version} 是{VERSION_STATES[version.state]}，{rule}。",
        state=version.state,
        possible=POSSIBLE[version.state],
        remedies=[remedy("service.history", "查看各个版本", unit=unit)],
    )
