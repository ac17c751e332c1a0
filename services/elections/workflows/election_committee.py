"""The election committee: formed as a meeting chose it, changed with a reason, and told of each time (Art 15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.elections.domain.committee.election_committee import (
    ChosenBy,
    Leaving,
    Member,
    MemberState,
    Role,
    after_leaving,
    barred_from_serving,
    check_formation,
)
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.domain.roll.relatives import Person, read_person
from services.elections.domain.rules.rule_set import ElectionCommitteeRule
from services.elections.store import election_committee, elections, relatives, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id
from shared.web.etags import Expected, must_match

_FORMED = "推选产生"


@dataclass(frozen=True, slots=True)
class NewCommittee:
    """`members` and `reserves` in the order of votes at the meeting."""

    chosen_by: ChosenBy
    chosen_on: date
    document: str
    members: Sequence[Member]
    reserves: Sequence[Person]


@dataclass(frozen=True, slots=True)
class Departure:
    """`note` is what else is to be said of it, for those who keep the record; it is not published."""

    reason: Leaving
    on: date
    note: str


def form_committee(actor: Actor, election_id: UUID, command: NewCommittee) -> tables.ElectionCommittee:
    """Raises Invalid for one that cannot be (size, chair, near relatives, nominees), Conflict when there is one."""
    members = _read(command)
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        if election_committee.members(uow.session, found.id):
            raise Conflict("election_committee_formed", "居民选举委员会已经登记；人员变动请办理退出或者另行推选。")
        _not_ahead(command.chosen_on, "chosen_on")
        nominees, pairs = _nominees_and_pairs(uow, found)
        check_formation(members, nominees=nominees, pairs=pairs, rule=_rule(found))
        formed = tables.ElectionCommittee(
            election_id=found.id,
            area=found.area,
            chosen_by=command.chosen_by,
            chosen_on=command.chosen_on,
            document=command.document,
            version=0,
            by=actor.subject,
            at=clock.now(),
        )
        uow.session.add(formed)
        uow.session.flush()
        uow.session.add_all(_row(uow, found, member, place) for place, member in enumerate(members))
        _changed(uow, found, "form_election_committee", _FORMED)
        return formed


def choose_member(
    actor: Actor, election_id: UUID, person: Person, *, role: Role, reason: str
) -> tables.CommitteeMember:
    """Another member, chosen anew by a meeting (另行推选). Raises Invalid for somebody who may not serve."""
    member = Member(read_person(person, "name"), role)
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        election_committee.committee(uow.session, found.id)
        rows = election_committee.members(uow.session, found.id)
        there = [each for each in election_committee.as_members(rows) if each.state is MemberState.SERVING]
        _may_join(uow, found, there, member)
        row = _row(uow, found, member, len(rows), note=reason)
        uow.session.add(row)
        _changed(uow, found, "choose_committee_member", f"另行推选{member.person.name}：{reason}")
        return row


def leave_committee(
    actor: Actor, election_id: UUID, member_id: UUID, departure: Departure
) -> tables.CommitteeMember | None:
    """The member leaves, and who moved up is the answer. Raises Conflict for one who does not serve."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        row = election_committee.member(uow.session, found.id, member_id)
        _must_serve(row)
        _not_ahead(departure.on, "on", since=election_committee.committee(uow.session, found.id).chosen_on)
        following = _after(uow, found, row)
        row.left_on, row.reason, row.note = departure.on, departure.reason, departure.note
        _changed(uow, found, "leave_election_committee", _told(row.name, departure.reason, following))
        return following


def give_role(
    actor: Actor, election_id: UUID, member_id: UUID, *, role: Role, reason: str, version: Expected
) -> tables.CommitteeMember:
    """A serving member becomes chair, vice chair or member. `version` is that of the committee as it was read."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        must_match(election_committee.committee(uow.session, found.id).version, version)
        row = election_committee.member(uow.session, found.id, member_id)
        _must_serve(row)
        row.role, row.note, row.by, row.at = role, reason, actor.subject, clock.now()
        _changed(uow, found, "give_committee_role", f"{row.name}任{role.zh}：{reason}")
        return row


def _open(uow: UnitOfWork, actor: Actor, election_id: UUID) -> tables.Election:
    found = elections.election(uow.session, actor, election_id, lock=True)
    allow(Change.COMMITTEE, State(found.state))
    found.version += 1
    return found


def _read(command: NewCommittee) -> list[Member]:
    serving = [Member(read_person(each.person, "members"), each.role) for each in command.members]
    reserves = [Member(read_person(each, "reserves"), state=MemberState.RESERVE) for each in command.reserves]
    return [*serving, *reserves]


def _may_join(uow: UnitOfWork, found: tables.Election, there: Sequence[Member], member: Member) -> None:
    nominees, pairs = _nominees_and_pairs(uow, found)
    faults = barred_from_serving([*there, member], nominees=nominees, pairs=pairs, rule=_rule(found))
    if any(member.key == each.key for each in there):
        faults.append(FieldError("name", "member_doubled", "{name}重复填写。", {"name": member.person.name}))
    if faults:
        raise Invalid("election_committee_invalid", "居民选举委员会的组成有误，请按提示修改。", fields=faults)


def _must_serve(row: tables.CommitteeMember) -> None:
    if row.state != MemberState.SERVING:
        state = MemberState(row.state).zh
        raise Conflict("member_not_serving", "{name}不在任（{state}），不能办理。", name=row.name, state=state)


def _after(uow: UnitOfWork, found: tables.Election, leaving: tables.CommitteeMember) -> tables.CommitteeMember | None:
    rows = election_committee.members(uow.session, found.id)
    members = election_committee.as_members(rows)
    nominees, pairs = _nominees_and_pairs(uow, found)
    key = Person(leaving.name, leaving.birth_date).key
    after = after_leaving(members, key, nominees=nominees, pairs=pairs, rule=_rule(found))
    changed = [row for row, member in zip(rows, after, strict=True) if row.state != member.state]
    for row, member in zip(rows, after, strict=True):
        row.state = member.state
    for row in changed:
        row.by, row.at = uow.actor.subject, clock.now()
    return next((row for row in changed if row.state == MemberState.SERVING), None)


def _nominees_and_pairs(uow: UnitOfWork, found: tables.Election) -> tuple[frozenset[str], frozenset[frozenset[str]]]:
    return election_committee.nominees(uow.session, found.id), relatives.pairs(uow.session, found.id)


def _rule(found: tables.Election) -> ElectionCommitteeRule:
    return rule_set(found.rule_set).election_committee


def _row(
    uow: UnitOfWork, found: tables.Election, member: Member, place: int, *, note: str = ""
) -> tables.CommitteeMember:
    return tables.CommitteeMember(
        id=new_id(),
        election_id=found.id,
        area=found.area,
        place=place,
        name=member.person.name,
        birth_date=member.person.birth_date,
        role=member.role,
        state=member.state,
        note=note,
        by=uow.actor.subject,
        at=clock.now(),
    )


def _not_ahead(on: date, field: str, *, since: date | None = None) -> None:
    if on <= clock.today() and (since is None or on >= since):
        return
    fault = FieldError(field, "day_impossible", "日期不能晚于今天，也不能早于推选之日。")
    raise Invalid("election_committee_invalid", "居民选举委员会的组成有误，请按提示修改。", fields=[fault])


def _told(name: str, reason: Leaving, following: tables.CommitteeMember | None) -> str:
    moved_up = "" if following is None else f"，{following.name}依次递补"
    return f"{name}退出（{reason.zh}）{moved_up}"


def _changed(uow: UnitOfWork, found: tables.Election, action: str, reason: str) -> None:
    """Records the committee as it is now, and tells of it."""
    uow.session.flush()
    committee = election_committee.committee(uow.session, found.id)
    committee.version += 1
    members = _serving(election_committee.members(uow.session, found.id))
    facts = {"members": members, "reason": reason}
    uow.record(action, subject=f"elections/{found.id}", area=found.area, after=facts)
    chosen = {"chosen_by": committee.chosen_by, "chosen_on": committee.chosen_on}
    tell(uow, found, "elections.committee_formed.v1", {**chosen, **facts})


def _serving(rows: Iterable[tables.CommitteeMember]) -> list[dict[str, str]]:
    """Names and roles, chair first: all that is told."""
    order = list(Role)
    serving = sorted(
        (row for row in rows if row.state == MemberState.SERVING), key=lambda row: order.index(Role(row.role))
    )
    return [{"name": row.name, "role": row.role} for row in serving]
