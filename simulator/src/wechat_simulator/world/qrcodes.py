"""The QR codes of an account, found by ticket, by address and by scene, however many there are."""

from wechat_simulator.world.state import Account, QrCode

SWEPT_FROM = 1000
"""Codes that have expired are forgotten when their number makes looking for them worth it."""


class Codes:
    """Indexes over `account.qrcodes`, made once and kept up by `add`."""

    def __init__(self, account: Account) -> None:
        self.tickets: dict[str, list[str]] = {}
        self.by_url: dict[str, str] = {}
        self.lasting: dict[tuple[str, str], str] = {}
        self.sweep_at = SWEPT_FROM
        for code in account.qrcodes.values():
            self.note(code)

    def note(self, code: QrCode) -> None:
        self.tickets.setdefault(code.scene, []).append(code.ticket)
        self.by_url[code.url] = code.ticket
        if code.lasting:
            self.lasting[code.action, code.scene] = code.ticket


def add(account: Account, code: QrCode, now: float) -> None:
    """Keep a new code, and forget temporary ones that have ended."""
    account.qrcodes[code.ticket] = code
    codes = _of(account)
    codes.note(code)
    if len(account.qrcodes) >= codes.sweep_at:
        ended = [ticket for ticket, one in account.qrcodes.items() if one.expired(now)]
        for ticket in ended:
            del account.qrcodes[ticket]
        kept = account.__dict__["_codes"] = Codes(account)
        kept.sweep_at = max(SWEPT_FROM, 2 * len(account.qrcodes))


def lasting(account: Account, action: str, scene: str) -> QrCode | None:
    """The permanent code of this kind and scene."""
    ticket = _of(account).lasting.get((action, scene))
    return account.qrcodes[ticket] if ticket else None


def lasting_count(account: Account) -> int:
    return len(_of(account).lasting)


def of_scene(account: Account, scene: str) -> QrCode | None:
    """The newest code with this scene."""
    tickets = _of(account).tickets.get(scene)
    return account.qrcodes[tickets[-1]] if tickets else None


def scanned(account: Account, content: str) -> QrCode | None:
    """The code with this ticket, or with this address in its picture."""
    return account.qrcodes.get(content) or account.qrcodes.get(_of(account).by_url.get(content, ""))


def newest(account: Account, most: int, now: float) -> list[QrCode]:
    """The newest codes that can be scanned, oldest first."""
    found: list[QrCode] = []
    for code in reversed(account.qrcodes.values()):
        if len(found) == most:
            break
        if not code.expired(now):
            found.append(code)
    return found[::-1]


def _of(account: Account) -> Codes:
    if "_codes" not in account.__dict__:
        account.__dict__["_codes"] = Codes(account)
    return account.__dict__["_codes"]  # type: ignore[no-any-return]
