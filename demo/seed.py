"""Fills a local system with the demo: ``python -m demo.seed``.

Every step looks first, so that running it again only brings up to date what changed. The accounts' secrets are
drawn once a checkout and live where the product keeps them; nothing here knows a password.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from chalicelib import accounts, conversation, menus, units
from chalicelib.accounts import Scarce, Secrets, UnknownAccount
from chalicelib.actor import SYSTEM, local
from chalicelib.clock import utc_now
from chalicelib.cloud.read_once import steady_once
from chalicelib.conversation import import_rules
from chalicelib.units import UnitExists
from chalicelib.wechat.errors import WeChatError
from demo import (
    columns,
    contributions,
    desk,
    halls,
    inspection,
    knowledge,
    materials,
    matrix,
    newsroom,
    orders,
    phone,
    play,
    production,
    products,
    relays,
    services,
    sign_in,
)
from demo.accounts import ALL, Demo

_WORK: Final[Mapping[str, Callable[[], str]]] = {
    "orders": orders.fill,
    "relays": relays.fill,
    "columns": columns.fill,
    "contributions": contributions.fill,
    "materials": materials.fill,
    "products": products.fill,
    "production": production.fill,
    "play": play.fill,
}
"""What the demo's people have done, in this order; none of it changes units, accounts, roles or workflows."""


def main() -> int:
    """Seed, saying in one line an authority what was done; 1 with a sentence where it can't be."""
    callback = os.environ.get("RONGMEI_CALLBACK_URL", "")
    if "{account}" not in callback:
        print(
            "RONGMEI_CALLBACK_URL is not set: run `make up`, or load .local/env.", file=sys.stderr
        )
        return 1
    try:
        for demo in ALL:
            print(f"{demo.name}: {', '.join(_seed(demo, callback))}")
        for demo in matrix.MORE:
            added = _account(demo)
            _register(demo, callback)
            print(f"{demo.name}: {'account added' if added else 'account stands'}, {_past(demo)}")
        print(f"services: {services.release()}")
        print(f"halls: {halls.fill()}")
        print(f"newsroom: {', '.join(newsroom.fill())}")
        print(f"matrix: {', '.join(matrix.fill())}")
        print(f"contributors: {contributions.staff()} people added")
        for name, fill in _WORK.items():
            # Who works where is settled by now, and a thousand steps ask for it.
            with steady_once():
                print(f"{name}: {fill()}")
        print(f"desk: {', '.join(desk.fill())}")
        print(f"console: {sign_in.fill()}")
        print(f"inspection: {inspection.fill()}")
    except phone.PhoneError as error:
        print(error, file=sys.stderr)
        return 1
    print("accounts " + ", ".join(demo.id for demo in ALL))
    return 0


def _seed(demo: Demo, callback: str) -> Iterator[str]:
    added = _account(demo)
    yield "account added" if added else "account stands"
    _register(demo, callback)
    read = conversation.rules_file.read(demo.rules.name, demo.rules.read_bytes())
    before = accounts.state(demo.id, consistent=True).book_version
    version = import_rules(
        demo.id,
        read.rules,
        source=f"demo/{demo.id}/{demo.rules.name}",
        by=local("demo"),
        now=utc_now(),
    )
    done = "imported as" if version.version != before else "unchanged in"
    yield f"{version.counts.rules} rules {done} version {version.version}"
    yield knowledge.release(demo)
    yield _menu(demo)
    yield _past(demo)


def _account(demo: Demo) -> bool:
    with contextlib.suppress(UnitExists):
        units.add_unit(demo.id, name=demo.name, level=demo.level, parent=demo.parent)
    drawn: dict[str, str | None] = {
        "app_secret": secrets.token_hex(16),
        "token": secrets.token_hex(16),
        "aes_key": accounts.random_aes_key(),
    }
    try:
        if not accounts.held_secrets(demo.id):  # a seeding that was stopped half-way
            accounts.rotate(demo.id, drawn, by=SYSTEM, now=utc_now())
    except UnknownAccount:
        pass
    else:
        return False
    accounts.add_account(
        {
            "id": demo.id,
            "name": demo.name,
            "unit": demo.id,
            "kind": demo.kind,
            "appid": demo.appid,
            "original_id": demo.original_id,
            "mode": demo.mode,
            "limits": {Scarce.MASS: {"count": demo.pushes_a_day, "per": "day"}},
        },
        drawn,
        by=SYSTEM,
        now=utc_now(),
    )
    return True


def _register(demo: Demo, callback: str) -> None:
    """Tell the simulator what an operator would enter on WeChat's own page."""
    kept: Secrets = accounts.secrets(demo.id)
    account = accounts.state(demo.id, consistent=True).account
    phone.call(
        "PUT",
        f"/accounts/{account.appid}",
        {
            "name": account.name,
            "kind": account.kind,
            "original_id": account.original_id,
            "secret": kept.app_secret.get_secret_value(),
            "token": kept.token.get_secret_value(),
            "aes_key": kept.aes_key.get_secret_value() if kept.aes_key else "",
            "mode": account.mode,
            "format": "xml",
            "callback_url": callback.replace("{account}", demo.id),
            "mass_daily": demo.pushes_a_day,
            "description": demo.description,
            "avatar": demo.avatar,
        },
    )


def _menu(demo: Demo) -> str:
    """Publish the demo's menu, as its people would; a version that people made since then is left as it is."""
    document = menus.read_file(demo.menu.name, demo.menu.read_bytes())
    plan = menus.Plan(note="演示", overwrite=True)
    try:
        state = menus.look(demo.id, now=utc_now())
        if state.in_force is not None:
            # The platform may have been forgotten since.
            if state.drift is not None:
                menus.overwrite(demo.id, "演示", by=SYSTEM, now=utc_now())
            return "menu kept"
        made = menus.hand_in(demo.id, menus.Content(document), plan, by=SYSTEM, now=utc_now())
    except (WeChatError, menus.MenuError) as error:
        # Another stand-in for WeChat need not know these accounts; everything else works without a menu.
        return f"no menu ({error})"
    if made.state is not menus.PublicationState.IN_FORCE:
        return f"no menu ({made.problem or made.state})"
    return "menu set"


def _past(demo: Demo) -> str:
    """Two months of readers and followers, so that charts show something; mass sends reach only who has a phone."""
    appid = accounts.state(demo.id, consistent=True).account.appid
    try:
        phone.call("POST", f"/accounts/{appid}/past", {**demo.past._asdict(), "crowd": False})
    except phone.Busy:
        return "past stands"
    return "past made"


if __name__ == "__main__":
    raise SystemExit(main())
