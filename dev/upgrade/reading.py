"""Reads kept items by the models of the tree that this runs on, and says how these models look.

``in_tree.py TREE reading FILE`` takes examples as ``recording`` keeps them, in FILE; tells what each document is when
it was read and written again, and the schema of every model that is stored.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from dev.upgrade.kinds import Kind, kinds

TREE: Final = Path.cwd()


def main() -> None:
    given: dict[str, list[dict[str, Any]]] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    json.dump({"schemas": schemas(), "read": read(given)}, sys.stdout, ensure_ascii=False)


@cache
def by_name() -> dict[str, Kind]:
    """Every kind of item of this tree."""
    return {kind.name: kind for kind in kinds(TREE)}


@cache
def models(kind: Kind) -> tuple[type[BaseModel], ...]:
    """The classes that ``doc`` of this kind holds one of."""
    return tuple(_found(kind, name) for name in kind.models())


def _found(kind: Kind, name: str) -> Any:
    """A class by the name that the module's docstring gives it: there, beside it, or somewhere in its domain."""
    parts = kind.module.split(".")
    for place in (
        kind.module,
        *(f"{'.'.join(parts[:n])}.models" for n in range(len(parts) - 1, 1, -1)),
    ):
        found = getattr(_imported(place), name, None)
        if found is not None:
            return found
    domain = importlib.import_module(".".join(parts[:2]))
    for one in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        found = getattr(_imported(one.name), name, None)
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
    raise LookupError(f"{kind.module} stores a {name}, which nothing in its domain is called")


def _imported(place: str) -> Any:
    try:
        return importlib.import_module(place)
    except ModuleNotFoundError as missing:
        if missing.name != place:
            raise
        return None


def read(given: dict[str, list[dict[str, Any]]]) -> dict[str, list[str | None]]:
    """Of each kind with a model: every example's document, read and written again; None where it could not be read."""
    return {
        name: [again(kind, example) for example in examples]
        for name, examples in given.items()
        if (kind := by_name().get(name.removeprefix("item "))) and kind.models()
    }


def again(kind: Kind, example: dict[str, Any]) -> str | None:
    """The document of an example, read and written again; None where no class of its kind takes it."""
    document = example["new"].get("doc", {}).get("S")
    if document is None:
        return ""
    for text in (document, _joined(document, example["new"])):
        for model in models(kind):
            try:
                return TypeAdapter(model).dump_json(TypeAdapter(model).validate_json(text)).decode()
            except ValidationError:
                continue
    return None


def _joined(document: str, attributes: dict[str, Any]) -> str:
    """A document with the fields that stand beside it, as a store joins them that changes these alone."""
    beside = {
        name: one["S"] if "S" in one else json.loads(one["N"])
        for name, one in attributes.items()
        if "S" in one or "N" in one
    }
    said = json.loads(document)
    return json.dumps(beside | said) if isinstance(said, dict) else document


def schemas() -> dict[str, Any]:
    """JSON schemas of what is stored, by the kind and the class."""
    return {
        f"{kind.name} / {name}": TypeAdapter(model).json_schema()
        for kind in by_name().values()
        for name, model in zip(kind.models(), models(kind), strict=True)
    }


if __name__ == "__main__":
    main()
