"""Halls from files."""

from __future__ import annotations

import pytest

from chalicelib.appointments import errors, hall_file
from chalicelib.appointments.models import Asked

YAML = """
halls:
  - id: qx-hall
    unit: qingxi
    name: 清溪县办税服务厅
    week: {mon: "9:00-12:00, 13:30-17:00", tue: ["09:00-12:00"]}
    extra: {2026-12-05: ["09:00-11:30"]}
    closed: {2026-12-07: 系统升级}
    services:
      - {id: fapiao, name: 发票领用, minutes: 30, capacity: 4}
    asks: [name]
    opens_at: "09:00"
"""


def test_a_file_gives_halls_and_a_hall_gives_the_same_again() -> None:
    [hall] = hall_file.read("halls.yaml", YAML.encode())
    assert [len(one) for one in hall.week] == [2, 1, 0, 0, 0, 0, 0]
    assert hall.asks == (Asked.NAME,)
    assert hall_file.hall_of(hall_file.typed_of(hall)) == hall


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("a.yaml", "halls: [{id: x]", "a.yaml"),
        ("a.json", "{", "a.json"),
        ("a.yaml", "halls: 3", "halls"),
        ("a.yaml", "halls: [3]", "halls"),
        ("a.yaml", YAML.replace("minutes: 30", "minutes: 1"), "services.0.minutes"),
        ("a.yaml", YAML.replace("asks", "aks"), "aks"),
        ("a.yaml", YAML.replace("12:00,", "25:00,"), "week.0.0.end"),
    ],
)
def test_a_fault_is_named_with_its_place(name: str, text: str, field: str) -> None:
    with pytest.raises(errors.BadHall) as bad:
        hall_file.read(name, text.encode())
    assert bad.value.fields[0].name == field
