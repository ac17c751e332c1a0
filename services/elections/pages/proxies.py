"""The published lists of electors and their agents, as a part of an election's page (Art 19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.elections.domain.procedure.steps import State
from services.elections.store import proxies, tables


@dataclass(frozen=True, slots=True)
class ProxyNames:
    elector: str
    elector_group: str
    agent: str
    agent_group: str


@dataclass(frozen=True, slots=True)
class ProxiesShown:
    """`on` is the day of the newest list. `names` are there until the election is over: that somebody was away is
    nobody's business for longer."""

    on: date
    count: int
    names: tuple[ProxyNames, ...]


def proxies_shown(session: Session, found: tables.Election) -> ProxiesShown | None:
    """None until lists were published."""
    lists = proxies.publications(session, found.id)
    if not lists:
        return None
    names = () if State(found.state).terminal else tuple(_names(session, found))
    return ProxiesShown(lists[-1].on, lists[-1].proxies, names)


def _names(session: Session, found: tables.Election) -> list[ProxyNames]:
    return [
        ProxyNames(each.elector.name, each.elector.group, each.agent.name, each.agent.group)
        for each in proxies.published(session, found.id)
    ]
