"""API群发保护: a mass send to all waits until the administrator has agreed (sheet §2.5)."""

from functools import partial

from wechat_simulator.activity.jobs import MASS_FINISHED, fail_mass, finish_mass, start
from wechat_simulator.world.platform import Platform, UnknownError
from wechat_simulator.world.state import Account, Mass

PATIENCE = 30 * 60
REFUSED, TIMED_OUT = "err(40001)", "err(40002)"


def ask(platform: Platform, mass: Mass) -> None:
    """Let this mass send wait for the administrator, who decides on the platform page."""
    mass.awaits_admin_until = platform.now() + PATIENCE
    platform.tell("changed", {})


def waiting(account: Account, msg_id: str) -> Mass:
    """The mass send that waits under this id.

    Raises:
        UnknownError: there is no such mass send, or it does not wait.
    """
    mass = account.masses.get(msg_id)
    if mass is None or mass.awaits_admin_until is None:
        raise UnknownError(f"no mass send {msg_id} waits for the administrator")
    return mass


def confirm(platform: Platform, account: Account, mass: Mass) -> None:
    mass.awaits_admin_until = None
    platform.tell("changed", {})
    early = start(platform, account, MASS_FINISHED, partial(finish_mass, platform, account, mass))
    if early:
        platform.at_once(lambda: early)


def refuse(platform: Platform, account: Account, mass: Mass, why: str = REFUSED) -> None:
    """Fail the mass send at once; the finish event follows in the background."""
    mass.awaits_admin_until = None
    mass.status = "SEND_FAIL"
    platform.tell("changed", {})
    platform.at_once(partial(fail_mass, platform, account, mass, why))


def expire(platform: Platform) -> None:
    """Fail mass sends that have waited for half an hour."""
    for account in platform.state.accounts.values():
        for mass in account.masses.values():
            until = mass.awaits_admin_until
            if until is not None and platform.now() >= until:
                refuse(platform, account, mass, TIMED_OUT)
