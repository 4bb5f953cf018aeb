"""Routes, one module a subject. Each parses, calls one use case and renders."""

from chalicelib.console.routes import (
    accounts,
    live,
    me,
    operations,
    staff,
    units,
    workbench,
    workflows,
)

ROUTERS = (
    me.router,
    workbench.router,
    live.router,
    units.router,
    accounts.router,
    staff.router,
    workflows.router,
    operations.router,
)
"""All routers, in the order of the document."""
