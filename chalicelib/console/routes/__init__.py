"""Routes, one module a subject. Each parses, calls one use case and renders."""

from chalicelib.console.routes import live, me, workbench

ROUTERS = (me.router, workbench.router, live.router)
"""All routers, in the order of the document."""
