"""办理依据: the policy documents that a service rests on, and the services that rest on a document.

A service names documents by number or title, and 政策库 of an account has them: nothing is kept twice.
"""

from __future__ import annotations

from typing import NamedTuple

from chalicelib import accounts, catalogue, conversation, knowledge, people
from chalicelib.actor import Actor
from chalicelib.application.account_reach import accounts_under
from chalicelib.application.knowledge_base import READ as READ_KNOWLEDGE
from chalicelib.catalogue import NoCatalogue, Service
from chalicelib.knowledge import PolicyDocument


class Basis(NamedTuple):
    """One thing that a service rests on."""

    words: str
    """As the service has it."""
    account: str = ""
    """Whose library has the document; empty where none has."""
    document: str = ""
    """Its id."""
    holds: bool = True
    """Whether it is in force as a whole or in part."""


def basis_of(service: Service, unit: str, *, by: Actor) -> tuple[Basis, ...]:
    """What a service rests on, looked up in the libraries of the unit's own accounts as far as ``by`` may read them."""
    if not service.basis or not people.may(by, READ_KNOWLEDGE, unit):
        return tuple(map(Basis, service.basis))
    libraries = [
        (one.id, knowledge.versions.in_force(one.id).knowledge.policies)
        for one in accounts_under(unit)
        if one.unit == unit
    ]
    return tuple(_found(words, libraries) for words in service.basis)


def services_on(document: PolicyDocument, account_id: str) -> list[tuple[str, Service]]:
    """The released services that rest on a document, each with the unit whose catalogue holds at the account."""
    try:
        unit = catalogue.versions.owner_of(accounts.state(account_id).account.unit, released=True)
    except NoCatalogue:
        return []
    return [
        (unit, one)
        for one in catalogue.versions.in_force(unit).catalogue.services
        if any(knowledge.policies.is_named(document, words) for words in one.basis)
    ]


def told(document: PolicyDocument, account_id: str) -> str:
    """A document as a follower of the account reads it, with the services that rest on it."""
    services = conversation.stored_services(accounts.state(account_id).services)
    return conversation.policies_told([document], services)


def _found(words: str, libraries: list[tuple[str, tuple[PolicyDocument, ...]]]) -> Basis:
    for account, documents in libraries:
        for one in documents:
            if knowledge.policies.is_named(one, words):
                return Basis(words, account, one.id, one.status.holds)
    return Basis(words)
