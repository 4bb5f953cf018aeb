"""Whether an actor may do something to an article at all; the rules of the review decide further."""

from __future__ import annotations

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.newsroom.articles.models import Reviewed
from chalicelib.people import Person


def permitted(by: Actor, permission: str, unit: str) -> Person:
    """The person who acts, with their roles for the unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, permission, unit)
    return people.person_for(by.person, unit)


def permitted_reviewer(by: Actor, article: Reviewed) -> Person:
    """The person who decides. A person whom the workflow names needs no role. Raises ``PermissionDenied``."""
    stages = article.workflow.stages if article.workflow else ()
    if any(by.person in stage.people for stage in stages):
        return people.person_for(by.person, article.unit)
    return permitted(by, "newsroom:article:decide", article.unit)


def check_reader(article: Reviewed, by: Actor) -> None:
    """Raises ``PermissionDenied`` unless the person may read it. Whom the workflow names may."""
    stages = article.workflow.stages if article.workflow else ()
    if not any(by.person in stage.people for stage in stages):
        people.require(by, "newsroom:article:read", article.unit)
