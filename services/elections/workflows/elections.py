"""Making an election and changing its draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.candidacy.contests import Contest, check_contests
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import latest_birth_date
from services.elections.domain.rules.rule_set import RuleSet
from services.elections.store import elections, rolls, tables, timetables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set, rule_set_in_force
from services.elections.workflows.leaving_audits import mark_audited
from services.elections.workflows.stations import NewStation, add_stations
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid, Missing, NotFound
from shared.ids import new_id
from shared.web.etags import Expected, must_match


@dataclass(frozen=True, slots=True)
class NewElection:
    """`rule_set` is the id of one; None takes the one in force on polling day, and pins it.

    A by-election names the day on which the term that it fills into ends (Art 24).
    """

    area: str
    title: str
    mode: str
    polling_day: date
    contests: Sequence[Contest]
    stations: Sequence[NewStation] = ()
    rule_set: str | None = None
    kind: ElectionKind = ElectionKind.TERM
    term_ends_on: date | None = None
    households: int | None = None
    residents: int | None = None
    paper_register: bool = False
    replaces_id: UUID | None = None


def create_election(actor: Actor, command: NewElection) -> tables.Election:
    """Raises NotFound for an area out of reach, Invalid for one that is no registered community, for contests that
    cannot be, for a doubled station and for a day without rules."""
    actor.must_reach(command.area)
    check_contests(command.contests)
    rules = _rules(command)
    _check_kind(command, rules)
    with unit_of_work(actor) as uow:
        _must_be_community(uow, command.area)
        _must_be_void(uow, actor, command)
        made = tables.Election(
            id=new_id(),
            area=command.area,
            title=command.title,
            kind=command.kind,
            term_ends_on=command.term_ends_on,
            households=command.households,
            residents=command.residents,
            paper_register=command.paper_register,
            replaces_id=command.replaces_id,
            mode=command.mode,
            polling_day=command.polling_day,
            rule_set=rules.id,
            state=State.DRAFT,
            version=1,
            electors=0,
        )
        uow.session.add(made)
        uow.session.flush()
        uow.session.add_all(
            tables.Contest(election_id=made.id, post=contest.post, area=made.area, seats=contest.seats)
            for contest in command.contests
        )
        add_stations(uow, made, command.stations)
        mark_audited(uow, made)
        uow.record("create_election", subject=f"elections/{made.id}", area=made.area, after=_described(command))
        return made


def change_election(actor: Actor, election_id: UUID, changes: dict[str, Any], *, version: Expected) -> tables.Election:
    """Changes details of a draft. Raises PreconditionFailed when someone else changed it first."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        must_match(found.version, version)
        allow(Change.DETAILS, State(found.state))
        before = {name: getattr(found, name) for name in changes}
        for name, value in changes.items():
            setattr(found, name, value)
        if "polling_day" in changes:
            nobody_under_age(uow, found)
            timetables.forget_plan(uow.session, found.id)  # it was made for another day
        found.version += 1
        uow.record("change_election", subject=f"elections/{found.id}", area=found.area, before=before, after=changes)
        return found


def _rules(command: NewElection) -> RuleSet:
    """A rule set that is not there is a fault in what was sent: the election is not what was not found."""
    try:
        return rule_set(command.rule_set) if command.rule_set else rule_set_in_force(command.area, command.polling_day)
    except NotFound as error:
        field = "rule_set" if command.rule_set else "polling_day"
        fault = FieldError(field, error.code, error.message, error.facts)
        raise Invalid("election_invalid", "选举有误，请按提示修改。", fields=[fault]) from error


def _check_kind(command: NewElection, rules: RuleSet) -> None:
    """Raises Invalid for a mode that the rules do not know, and for a by-election whose term is not told or is over."""
    faults: list[FieldError] = []
    if command.mode not in rules.modes:
        facts = {"law": rules.law, "modes": "、".join(mode.zh for mode in Mode if mode in rules.modes)}
        faults.append(FieldError("mode", "mode_not_in_rules", "{law}规定的选举方式：{modes}。", facts))
    if command.kind is ElectionKind.BY_ELECTION and not _ends_later(command):
        message = "补选的任期到本届届满为止，请写明届满日，应在选举日之后。"
        faults.append(FieldError("term_ends_on", "term_end_missing", message))
    if command.kind is ElectionKind.TERM and command.term_ends_on is not None:
        message = "换届选举的任期从选举日起计算，不能另定届满日。"
        faults.append(FieldError("term_ends_on", "term_end_not_free", message))
    if faults:
        raise Invalid("election_invalid", "选举有误，请按提示修改。", fields=faults)


def _ends_later(command: NewElection) -> bool:
    return command.term_ends_on is not None and command.term_ends_on > command.polling_day


def _must_be_community(uow: UnitOfWork, code: str) -> None:
    """A residents' committee is a community's, and the register says which those are."""
    area = uow.session.get(tables.Area, code)
    if area is None:
        fault = FieldError("area", "area_unknown", "区划代码{area}还没有登记。", {"area": code})
    elif area.level != "community":
        fault = FieldError("area", "area_not_community", "{area}不是社区，居委会由社区选举。", {"area": area.name})
    else:
        return
    raise Invalid("election_invalid", "选举有误，请按提示修改。", fields=[fault])


def _must_be_void(uow: UnitOfWork, actor: Actor, command: NewElection) -> None:
    """What is held again is an election of this community that was void (Art 19, 22)."""
    if command.replaces_id is None:
        return
    before = elections.election(uow.session, actor, command.replaces_id, lock=True)
    if before.area != command.area or State(before.state) is not State.VOID:
        fault = FieldError("replaces_id", "replaced_not_void", "只有本社区被确认或者宣布无效的选举才能重新举行。")
        raise Invalid("election_invalid", "选举有误，请按提示修改。", fields=[fault])


def nobody_under_age(uow: UnitOfWork, found: tables.Election) -> None:
    """Raises Conflict when the polling day comes too early for some on the roll or the list of candidates."""
    rule = rule_set(found.rule_set).electors
    young = rolls.count_born_after(uow.session, found.id, latest_birth_date(found.polling_day, rule.age))
    if young:
        facts = {"count": young, "age": rule.age, "polling_day": found.polling_day.isoformat()}
        message = "有{count}名选民或候选人到{polling_day}未满{age}周岁。"
        missing = Missing("under_age", message, rule.clause, facts)
        raise Conflict("polling_day_too_early", "选举日不能改到这一天。", missing=[missing])


def _described(command: NewElection) -> dict[str, Any]:
    left_out = {"area", "contests", "stations", "rule_set"}
    return {each.name: getattr(command, each.name) for each in fields(command) if each.name not in left_out}
