"""Names that code and template share."""

from typing import Final


class Queue:
    """Queues by purpose; the template makes each with a dead-letter queue and an alarm."""

    DELIVERIES: Final = "rongmei-deliveries"
    OUTGOING: Final = "rongmei-outgoing"
    """Customer-service messages to followers, second looks, calls to hotlines, and due times of the desk."""
    DISTRIBUTION: Final = "rongmei-distribution"
    """Articles that units get from units above them."""
    JOBS: Final = "rongmei-jobs"
    """Work that takes longer than a person waits for a page."""
    WEBHOOKS: Final = "rongmei-webhooks"
    """Events on their way to other systems."""
    TOPICS: Final = "rongmei-topics"
    """Accounts whose questions are to be counted into topics."""
    FOLLOWERS: Final = "rongmei-followers"
    """Accounts whose followers are to be listed, tagged or compared."""
    CONTROL: Final = "rongmei-control"
    """Accounts to be inspected, orders to be delivered, texts to be taken down."""
    NUMBERS: Final = "rongmei-numbers"
    """Accounts whose statistics are to be asked of WeChat."""
