"""The service catalogue (服务目录): what an office does for people, how they get it, and whether it runs now."""

from typing import TYPE_CHECKING

from chalicelib.catalogue.errors import (
    BadService,
    CatalogueError,
    NoCatalogue,
    NoSuchService,
)
from chalicelib.catalogue.models import (
    Catalogue,
    CatalogueVersion,
    Entrance,
    EntranceKind,
    Operation,
    Service,
    ServiceState,
    VersionState,
)
from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.catalogue import columns as columns
    from chalicelib.catalogue import files as files
    from chalicelib.catalogue import labels as labels
    from chalicelib.catalogue import operation as operation
    from chalicelib.catalogue import rules as rules
    from chalicelib.catalogue import tending as tending
    from chalicelib.catalogue import versions as versions
    from chalicelib.catalogue.links import MOVED as MOVED
    from chalicelib.catalogue.links import LinkResult as LinkResult
    from chalicelib.catalogue.operation import operations as operations
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["columns", "files", "labels", "operation", "rules", "tending", "versions"],
            "links": ["MOVED", "LinkResult"],
            "operation": ["operations"],
        },
    )

__all__ = [
    "MOVED",
    "BadService",
    "Catalogue",
    "CatalogueError",
    "CatalogueVersion",
    "Entrance",
    "EntranceKind",
    "NoCatalogue",
    "NoSuchService",
    "Operation",
    "Service",
    "ServiceState",
    "VersionState",
]
