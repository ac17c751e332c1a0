"""Proxies: accepted, ended, and both lists published (Art 19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.elections.domain.polling import proxies as rules_of
from services.elections.domain.polling.proxies import AgentFacts, ProxyEnd
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State, Step
from services.elections.domain.roll.persons import person_key
from services.elections.domain.rules.modes import Mode
from services.elections.store import elections, proxies, relatives, rolls, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewProxy:
    """`reason` is why the elector is away, `document` the written appointment."""

    elector_id: UUID
    agent_id: UUID
    reason: str
    document: str
    received_on: date


def accept_proxy(actor: Actor, election_id: UUID, command: NewProxy) -> tables.Proxy:
    """Raises Conflict where there are no proxies (any more), Invalid for an appointment against Art 19."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        rule = rule_set(found.rule_set).proxies
        rules_of.check_mode(Mode(found.mode), rule)
        rules_of.check_receipt(
            command.received_on, opened=_opened(uow, found), last=min(clock.today(), found.polling_day)
        )
        elector = _elector(uow, found, command.elector_id, "elector_id")
        agent = _elector(uow, found, command.agent_id, "agent_id")
        wanted = rules_of.Proxy(elector.id, agent.id)
        rules_of.check_proxy(wanted, _agent_facts(uow, found, elector, agent), _standing(uow, found), rule)
        accepted = tables.Proxy(
            id=new_id(),
            election_id=found.id,
            area=found.area,
            elector_id=elector.id,
            agent_id=agent.id,
            reason=command.reason,
            document=command.document,
            received_on=command.received_on,
            recorded_by=actor.subject,
            recorded_at=clock.now(),
        )
        uow.session.add(accepted)
        facts = {"elector_id": elector.id, "agent_id": agent.id, "received_on": command.received_on}
        uow.record("accept_proxy", subject=f"proxies/{accepted.id}", area=found.area, after=facts)
        return accepted


def end_proxy(actor: Actor, proxy_id: UUID, *, reason: ProxyEnd, on: date | None) -> tables.Proxy:
    """Taken back by the elector, or because the agent became a candidate; until the poll opens."""
    with unit_of_work(actor) as uow:
        ended = proxies.proxy(uow.session, actor, proxy_id)
        found = _open(uow, actor, ended.election_id)
        uow.session.refresh(ended)
        if ended.ended_on is not None:
            raise Conflict("proxy_ended", "这份委托已经终止。")
        agent = uow.session.get_one(tables.Elector, ended.agent_id)
        rules_of.check_ending(
            reason,
            on or clock.today(),
            received=ended.received_on,
            today=clock.today(),
            candidate=proxies.is_candidate(uow.session, found.id, agent),
        )
        _end(uow, ended, reason, on or clock.today())
        return ended


def publish_proxies(actor: Actor, election_id: UUID, *, on: date | None) -> tables.ProxyPublication:
    """Both lists as they stand now. Raises Conflict when the lists that hang say the same already."""
    day = on or clock.today()
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        rules_of.check_mode(Mode(found.mode), rule_set(found.rule_set).proxies)
        earlier = proxies.publications(uow.session, found.id)
        changed = proxies.unpublished(uow.session, found.id)
        if not changed and earlier:
            raise Conflict("proxies_as_published", "委托投票名单公布后没有变动，不需要再公布。")
        days = [*(each.on for each in earlier), *(each.ended_on or each.received_on for each in changed)]
        rules_of.check_publication(day, days, clock.today())
        return _publish(uow, found, len(earlier) + 1, day)


def lapse(uow: UnitOfWork, found: tables.Election, elector_id: UUID, on: date) -> None:
    """Who is taken out of the roll neither votes nor votes for others. Within a unit of work that holds the election's
    lock."""
    for each in proxies.touching(uow.session, found.id, elector_id):
        removed = ProxyEnd.ELECTOR_REMOVED if each.elector_id == elector_id else ProxyEnd.AGENT_REMOVED
        _end(uow, each, removed, on)


def _publish(uow: UnitOfWork, found: tables.Election, number: int, on: date) -> tables.ProxyPublication:
    for each in proxies.unpublished(uow.session, found.id):
        if each.ended_on is None:
            each.published_in = number
        else:
            each.dropped_in = number
    uow.session.flush()
    listed = [
        {"elector": each.elector.name, "agent": each.agent.name} for each in proxies.published(uow.session, found.id)
    ]
    publication = tables.ProxyPublication(
        election_id=found.id,
        number=number,
        area=found.area,
        proxies=len(listed),
        on=on,
        by=uow.actor.subject,
        at=clock.now(),
    )
    uow.session.add(publication)
    facts = {"number": number, "published_on": on, "proxies": len(listed)}
    uow.record("publish_proxies", subject=f"elections/{found.id}", area=found.area, after=facts)
    tell(uow, found, "elections.proxies_published.v1", {"published_on": on, "proxies": listed})
    return publication


def _end(uow: UnitOfWork, ended: tables.Proxy, reason: ProxyEnd, on: date) -> None:
    ended.ended_on, ended.ended_because, ended.ended_by = on, reason, uow.actor.subject
    facts = {"ended_on": on, "ended_because": reason}
    uow.record("end_proxy", subject=f"proxies/{ended.id}", area=ended.area, after=facts)


def _open(uow: UnitOfWork, actor: Actor, election_id: UUID) -> tables.Election:
    """The election, if its proxies may be changed still."""
    found = elections.election(uow.session, actor, election_id, lock=True)
    allow(Change.PROXIES, State(found.state))
    found.version += 1
    return found


def _opened(uow: UnitOfWork, found: tables.Election) -> date:
    """The day from which appointments for this ballot are possible: its announcement, or the ballot that it follows."""
    if found.parent_id is not None:
        return uow.session.get_one(tables.Election, found.parent_id).polling_day
    return elections.taken(uow.session, found.id)[Step.ANNOUNCE].on


def _elector(uow: UnitOfWork, found: tables.Election, elector_id: UUID, field: str) -> tables.Elector:
    """Both must be electors of this roll (Art 19: 本社区其他选民)."""
    try:
        return rolls.elector(uow.session, found, elector_id)
    except NotFound as error:
        article = rule_set(found.rule_set).proxies.clause
        message = "选民名单上没有这个人，委托人和受托人都应是本社区选民（{article}）。"
        fault = FieldError(field, "elector_not_found", message, {"article": article})
        raise Invalid("proxy_invalid", "这份委托不能接受，请按提示核对。", fields=[fault]) from error


def _agent_facts(uow: UnitOfWork, found: tables.Election, elector: tables.Elector, agent: tables.Elector) -> AgentFacts:
    pair = frozenset({person_key(each.name, each.birth_date) for each in (elector, agent)})
    return AgentFacts(
        candidate=proxies.is_candidate(uow.session, found.id, agent),
        relative=pair in relatives.pairs(uow.session, found.id),
    )


def _standing(uow: UnitOfWork, found: tables.Election) -> list[rules_of.Proxy]:
    return [rules_of.Proxy(each.elector_id, each.agent_id) for each in proxies.standing(uow.session, found.id)]
