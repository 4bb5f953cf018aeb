"""Policy documents: found by what people write of them, and told to followers."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.knowledge.policies.search import document as document
    from chalicelib.knowledge.policies.search import find as find
    from chalicelib.knowledge.policies.search import is_named as is_named
else:
    __getattr__ = opens(__name__, {"search": ["document", "find", "is_named"]})
