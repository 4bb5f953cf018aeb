"""Routes, one module a subject. Each parses, calls one use case and renders."""

from chalicelib.console.routes import me

ROUTERS = (me.router,)
"""All routers, in the order of the document."""
