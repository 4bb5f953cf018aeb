"""Errors of this package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.clock import shown
from chalicelib.errors import Conflict, DomainError, Field, IllegalNow, Invalid, NotFound, remedy


class AppointmentError(DomainError):
    """The base of this package's errors."""


class UnknownHall(AppointmentError, NotFound):
    """No hall of that id."""

    def __init__(self, hall: str) -> None:
        super().__init__(
            f"没有编号为“{hall}”的办税厅。",
            remedies=[remedy("hall.list", "查看已有的办税厅")],
        )


class UnknownService(AppointmentError, NotFound):
    """The hall does not offer this service, or no longer."""

    def __init__(self, hall: str, service: str) -> None:
        super().__init__(f"办税厅“{hall}”没有可预约的业务“{service}”。")


class UnknownBooking(AppointmentError, NotFound):
    """No booking of that id, or none of this person."""

    def __init__(self) -> None:
        super().__init__("没有找到这个预约。")


class UnknownCode(AppointmentError, NotFound):
    """No booking of that code on this day at this hall."""

    def __init__(self, code: str) -> None:
        super().__init__(f"今天没有预约码为“{code}”的预约。")


class BadHall(AppointmentError, Invalid):
    """Settings of a hall that can't be so."""

    def __init__(self, fields: Iterable[Field]) -> None:
        wrong = list(fields)
        super().__init__(
            f"没有保存：{'；'.join(f'{one.name} {one.problem}' for one in wrong)}。", fields=wrong
        )


class HallChanged(AppointmentError, Conflict):
    """Somebody else saved the hall at the same moment."""

    def __init__(self, hall: str) -> None:
        super().__init__(
            "办税厅的设置刚被别人修改，这次的修改没有保存，请对照后再保存。",
            remedies=[remedy("hall.show", "查看现在的设置", hall=hall)],
        )


class NotBookable(AppointmentError, IllegalNow):
    """The base of what stands in the way of a booking; ``wait`` helps against ``SlotFull`` alone."""


class SlotFull(NotBookable):
    """Every place of the slot is taken, or belongs to those who wait."""

    def __init__(self, *, can_wait: bool = False) -> None:
        super().__init__("这个时段已经约满。")
        self.can_wait = can_wait
        """Whether the waiting list has room."""


class WaitingFull(NotBookable):
    """The waiting list of the slot is full, or the hall keeps none, or it is too late for it."""

    def __init__(self) -> None:
        super().__init__("这个时段的候补也已经满了，请换一个时段。")


class NotOpenYet(NotBookable):
    """The day is not yet open for booking."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(f"这一天要到 {shown(opens_at)} 才开放预约。")
        self.opens_at = opens_at


class PastSlot(NotBookable):
    """The slot has begun."""

    def __init__(self) -> None:
        super().__init__("这个时段已经开始或过去了，请换一个时段。")


class DayOver(NotBookable):
    """All slots of today are over."""

    def __init__(self) -> None:
        super().__init__("今天的办理时间已经结束了。")


class NoSuchSlot(NotBookable):
    """The hall has no such slot: not its hours, or not any more."""

    def __init__(self) -> None:
        super().__init__("办税厅没有这个时段，请重新选择。")


class HallClosed(NotBookable):
    """The hall is closed on that day, or takes no bookings now."""

    def __init__(self, why: str = "") -> None:
        super().__init__(f"办税厅这一天不接受预约{f'：{why}' if why else ''}。")
        self.why = why


class TooManyOpen(NotBookable):
    """The person has as many open bookings as the hall allows."""

    def __init__(self, most: int) -> None:
        super().__init__(f"您已有 {most} 个还没有办的预约，请先办理或取消其中一个。")
        self.most = most


class TooManyThatDay(NotBookable):
    """The person has as many bookings on that day as the hall allows."""

    def __init__(self, most: int) -> None:
        super().__init__(f"您这一天已有 {most} 个预约，请换一天，或先取消原来的。")
        self.most = most


class Blocked(NotBookable):
    """The person did not come too often."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"您多次预约后没有到场，{shown(until)} 以前不能预约。")
        self.until = until


class TooLate(NotBookable):
    """Too late to change or cancel."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"离预约的时间不到 {minutes} 分钟，不能再更改或取消。")
        self.minutes = minutes


class IdentityMissing(AppointmentError, Invalid):
    """What the hall asks for is missing or can't be so."""

    def __init__(self, fields: Iterable[Field]) -> None:
        wrong = list(fields)
        super().__init__(
            f"办税厅要求填写：{'；'.join(one.problem for one in wrong)}。", fields=wrong
        )


class NotInThisState(AppointmentError, IllegalNow):
    """The booking is in a state that does not allow this."""


class Busy(AppointmentError, Conflict):
    """So many wanted the same at this moment that the try was given up; nothing was booked."""

    def __init__(self) -> None:
        super().__init__("现在预约的人很多，这一次没有约上，请再试一次。")
