"""A unit's matrix: one account with a registration, one without."""

from __future__ import annotations

from datetime import date

from chalicelib import accounts
from chalicelib.actor import SYSTEM
from chalicelib.application import matrix_health, matrix_registration
from chalicelib.application.matrix_registration import RegistrationInput
from chalicelib.clock import utc_now
from chalicelib.matrix import Responsible
from tests.cloud.accounts.made import SECRETS, account


def fill(unit: str, mark: str) -> dict[str, str]:
    """Register the unit's account with ``li`` in charge, and add another one that nobody registered."""
    now = utc_now()
    other = account(id=f"{unit}-2", name=f"{mark}服务号", unit=unit, appid=f"wx{unit}second")
    accounts.add_account(other, SECRETS, by=SYSTEM, now=now)
    given = RegistrationInput(
        purpose=f"{mark}办税", in_charge=Responsible(person="li", phone="0871-00000000")
    )
    matrix_registration.register(
        unit, given, running=True, on=date(2026, 1, 4), filing_number="备1号", by=SYSTEM, now=now
    )
    matrix_health.refresh(other["id"], now)
    return {"unfiled": other["id"]}
