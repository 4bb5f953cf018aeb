"""Routes, one module a subject. Each parses, calls one use case and renders."""

from chalicelib.console.routes import (
    accounts,
    allowances,
    article_text,
    articles,
    calendar,
    deliveries,
    issues,
    jobs,
    live,
    me,
    offer_answers,
    offers,
    operations,
    reviews,
    staff,
    units,
    workbench,
    workflows,
)

ROUTERS = (
    me.router,
    workbench.router,
    live.router,
    jobs.router,
    articles.router,
    article_text.router,
    reviews.router,
    calendar.router,
    issues.router,
    deliveries.router,
    allowances.router,
    offers.router,
    offer_answers.router,
    units.router,
    accounts.router,
    staff.router,
    workflows.router,
    operations.router,
)
"""All routers, in the order of the document."""
