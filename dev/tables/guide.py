"""Tables of the operators' guide: the alarms, and the costs of a month."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from dev.alarms.table import ALARMS, ROWS
from dev.tables.marks import table

_AN_ALARM: Final = Decimal("0.10")
"""USD a month, to be checked like all prices of the guide."""

_MONTHLY: Final = (
    (
        "`sweep`, every minute",
        "43,800 × 60 ms × 0.5 GB = 1,300 GB-s, its logs",
        "as above",
        Decimal("0.05"),
    ),
    (
        "`archive`, every five minutes while nothing happens",
        "8,760 × 300 ms × 2 GB = 5,300 GB-s, one list of S3 each",
        "as above; 0.005 / 1,000",
        Decimal("0.14"),
    ),
    (
        "`archive`, every minute in which something happens, at most",
        "43,800 × 300 ms × 2 GB = 26,000 GB-s, one object of S3 each",
        "as above; 0.005 / 1,000",
        Decimal("0.66"),
    ),
    (
        "`topics`, an account that is asked something all day",
        "8,760 × 300 ms × 1.77 GB = 4,650 GB-s",
        "as above",
        Decimal("0.08"),
    ),
    ("alarms", str(len(ALARMS)), str(_AN_ALARM), len(ALARMS) * _AN_ALARM),
    ("dashboard", "1", "3.00 (three are free)", Decimal("3.00")),
    (
        "key of the alarms' topic, which CloudWatch may use",
        "1, renewed yearly by AWS",
        "1.00, for the second and third year 1.00 more",
        Decimal("1.00"),
    ),
    ("metrics of our own", "about 25", "0.30", Decimal("7.50")),
)
_FIXED_ADDRESS: Final = (
    (
        "NAT gateway (only `FIXED_EGRESS=yes`)",
        "730 h, and 0.045 / GB",
        "0.045 / h",
        Decimal("32.85"),
    ),
    ("Elastic IP (only `FIXED_EGRESS=yes`)", "730 h", "0.005 / h", Decimal("3.65")),
)


def alarms() -> str:
    """One row for each thing that can happen."""
    rows = ((row.shown, row.happened, row.to_do) for row in ROWS)
    return table(("alarm", "what happened", "what to do"), rows)


def monthly_costs() -> str:
    """What a month costs whatever is written, in USD."""
    without = sum(line[-1] for line in _MONTHLY)
    whole = without + sum(line[-1] for line in _FIXED_ADDRESS)
    rows = (
        *_MONTHLY,
        ("**without a fixed address**", "", "", f"**≈ {without}**"),
        *_FIXED_ADDRESS,
        ("**with a fixed address**", "", "", f"**≈ {whole}**"),
    )
    titles = ("line", "quantity", "unit price (to be checked)", "USD")
    return table(titles, (tuple(map(str, row)) for row in rows))
