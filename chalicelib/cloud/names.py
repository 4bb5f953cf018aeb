"""Names that code and template share."""

from typing import Final


class Queue:
    """Queues by purpose; the template makes each with a dead-letter queue and an alarm."""

    DELIVERIES: Final = "rongmei-deliveries"
    OUTGOING: Final = "rongmei-outgoing"
    DISTRIBUTION: Final = "rongmei-distribution"
    """Customer-service messages to followers, and what falls due at the desk."""
