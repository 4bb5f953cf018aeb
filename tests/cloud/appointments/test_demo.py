"""The demo's halls can be kept, and show something at once."""

from __future__ import annotations

import pytest

from chalicelib import appointments, units
from chalicelib.actor import SYSTEM
from chalicelib.application import hall_setup
from demo import halls
from demo.accounts import ALL


@pytest.mark.usefixtures("cloud")
def test_the_demo_keeps_its_halls_once_and_books_a_few_places() -> None:
    for one in ALL:
        units.add_unit(one.id, name=one.name, level=one.level, parent=one.parent)
    assert halls.fill() == f"3 halls, {halls.PEOPLE} bookings"
    assert halls.fill() == "halls stand"
    assert len(hall_setup.halls_of("province", by=SYSTEM)) == 3
    assert [one.id for one in appointments.halls.of_units({"city"})] == ["qingxi-hall"]
