"""What goes out: deliveries, and the machine that sends each exactly once (DESIGN §6)."""

from chalicelib.publishing.channel import Accepted, Channel
from chalicelib.publishing.errors import (
    AlreadyPlanned,
    BadTime,
    Moved,
    NotAllowed,
    PublishingError,
    UnknownDelivery,
)
from chalicelib.publishing.finish import confirm
from chalicelib.publishing.models import Counts, Delivery, DeliveryId, DeliveryState, Piece, Way
from chalicelib.publishing.plan import shown, slot
from chalicelib.publishing.service import cancel, deliveries, plan_push
from chalicelib.publishing.store import get
from chalicelib.publishing.sweeping import enqueue, enqueue_if_soon, sweep
from chalicelib.publishing.transitions import NAMES, TABLE, Action, Transition, Who
from chalicelib.publishing.worker import advance, deliver, utc_now
from chalicelib.zone import SHANGHAI

__all__ = [
    "NAMES",
    "SHANGHAI",
    "TABLE",
    "Accepted",
    "Action",
    "AlreadyPlanned",
    "BadTime",
    "Channel",
    "Counts",
    "Delivery",
    "DeliveryId",
    "DeliveryState",
    "Moved",
    "NotAllowed",
    "Piece",
    "PublishingError",
    "Transition",
    "UnknownDelivery",
    "Way",
    "Who",
    "advance",
    "cancel",
    "confirm",
    "deliver",
    "deliveries",
    "enqueue",
    "enqueue_if_soon",
    "get",
    "plan_push",
    "shown",
    "slot",
    "sweep",
    "utc_now",
]
