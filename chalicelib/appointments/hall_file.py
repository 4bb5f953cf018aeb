"""Halls from and to files: YAML or JSON, one hall or several; times as ``09:00``, spans as ``09:00-12:00``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from chalicelib.appointments.errors import BadHall
from chalicelib.appointments.models import Hall, Span
from chalicelib.errors import Field
from chalicelib.values import reason_of

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SET_BY_US: Final = ("version", "days_off", "make_up_days")


def read(name: str, body: bytes) -> list[Hall]:
    """The halls of a file. Raises ``BadHall`` with every fault of the first hall that has one."""
    found = _parsed(name, body)
    many = found.get("halls", [found]) if isinstance(found, dict) else found
    if not isinstance(many, list):
        raise BadHall([Field("halls", "应是办税厅的列表")])
    return [hall_of(one) for one in many]


def hall_of(typed: Any) -> Hall:
    """A hall as a person, or a page, wrote it. Raises ``BadHall``."""
    if not isinstance(typed, Mapping):
        raise BadHall([Field("halls", "应是办税厅的设置")])
    plain = {key: value for key, value in typed.items() if key not in _SET_BY_US}
    week = plain.get("week")
    if isinstance(week, Mapping):
        plain["week"] = [_spans(week.get(day, [])) for day in DAYS]
    extra = plain.get("extra")
    if isinstance(extra, Mapping):
        plain["extra"] = {str(day): _spans(spans) for day, spans in extra.items()}
    closed = plain.get("closed")
    if isinstance(closed, Mapping):
        plain["closed"] = {str(day): str(why or "") for day, why in closed.items()}
    try:
        return Hall.model_validate_json(json.dumps(plain, default=str))
    except ValidationError as error:
        raise BadHall(
            Field(".".join(map(str, one["loc"])), reason_of(one)) for one in error.errors()
        ) from None


def typed_of(hall: Hall) -> dict[str, Any]:
    """A hall as plain values, as a file or a form has them."""
    plain: dict[str, Any] = hall.model_dump(mode="json", exclude=set(_SET_BY_US))
    plain["week"] = {
        day: [_span(one) for one in spans] for day, spans in zip(DAYS, plain["week"], strict=True)
    }
    plain["extra"] = {day: [_span(one) for one in spans] for day, spans in plain["extra"].items()}
    for name in ("opens_at", "remind_at"):
        plain[name] = plain[name][:5] if plain[name] else None
    return plain


def written(name: str, halls: Iterable[Hall]) -> bytes:
    """Halls as a file that ``read`` takes: JSON where the name says so, else YAML."""
    plain = {"halls": [typed_of(one) for one in halls]}
    if name.lower().endswith(".json"):
        return json.dumps(plain, ensure_ascii=False, indent=2).encode()
    import yaml

    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False).encode()


def spans_of(text: str) -> tuple[Span, ...]:
    """Open times as people write them: ``09:00-12:00, 13:30-17:00``."""
    return tuple(Span.model_validate(one) for one in _spans(text))


def _parsed(name: str, body: bytes) -> Any:
    try:
        text = body.decode("utf-8-sig")
        if name.lower().endswith(".json"):
            return json.loads(text)
        import yaml

        return yaml.safe_load(text)
    except (UnicodeDecodeError, ValueError) as error:
        raise BadHall([Field(name, "不是能读的 UTF-8 文件")]) from error
    except Exception as error:
        raise BadHall([Field(name, f"不是正确的 YAML：{error}")]) from error


def _spans(spans: Any) -> Any:
    if isinstance(spans, str):
        spans = [one for one in spans.replace("，", ",").split(",") if one.strip()]
    if not isinstance(spans, Iterable):
        return spans
    return [_split(one) if isinstance(one, str) else one for one in spans]


def _split(text: str) -> dict[str, str]:
    start, _, end = text.replace("—", "-").replace("–", "-").replace("~", "-").partition("-")
    return {"start": start.strip().zfill(5), "end": end.strip().zfill(5)}


def _span(plain: dict[str, str]) -> str:
    return f"{plain['start'][:5]}-{plain['end'][:5]}"
