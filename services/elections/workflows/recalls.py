"""Recalls: the petition is recorded, the members are heard, the vote is called and carried out (Art 20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.members import EndReason
from services.elections.domain.committee.other_votes import petition
from services.elections.domain.committee.recalls import (
    RecallState,
    check_asked_of,
    check_call,
    check_callable,
    check_signatures,
)
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import Finding
from services.elections.store import elections, members, recalls, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.announcements import tell
from services.elections.workflows.further_ballots import copied, take_over_place
from services.elections.workflows.members import end_post
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewRecall:
    """Signed by electors of the roll (`signers`), or on a paper list: `document` names it, `signed` counts it.

    `signed_by` says whose signatures a paper list has, if not of those who elected: electors, household delegates or
    representatives, of whom there are `asked_of`.
    """

    member_ids: Sequence[UUID]
    reasons: str
    received_on: date
    signers: Sequence[UUID] = ()
    signed: int | None = None
    document: str | None = None
    signed_by: Mode | None = None
    asked_of: int | None = None


def record_recall(actor: Actor, election_id: UUID, command: NewRecall) -> tables.Recall:
    """A petition that too few signed is kept as refused, with its arithmetic.

    Raises Invalid for signers who are not on the roll, for a member of another roll, and Conflict for a member who has
    left or is asked to be recalled already.
    """
    signed = check_signatures(command.signers, command.signed)
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        _check_members(uow, actor, found, command)
        _check_signers(uow, found, command.signers)
        rule = rule_set(found.rule_set).recall
        signed_by = command.signed_by or Mode(found.mode)
        check_asked_of(signed_by, command.asked_of, signed, mode=Mode(found.mode))
        asked_of = command.asked_of or found.electors
        finding = petition(signed, asked_of, signed_by, rule)
        made = tables.Recall(
            id=new_id(),
            area=found.area,
            election_id=found.id,
            state=RecallState.ACCEPTED if finding.holds else RecallState.REFUSED,
            reasons=command.reasons,
            received_on=command.received_on,
            defend_by=command.received_on + timedelta(days=rule.defence_days),
            signed=signed,
            electors=asked_of,
            petition=asdict(finding),
            signers={"electors": sorted(map(str, command.signers))},
            document=command.document,
            recorded_by=actor.subject,
        )
        uow.session.add(made)
        uow.session.flush()
        uow.session.add_all(
            tables.RecallMember(recall_id=made.id, member_id=each, area=found.area) for each in command.member_ids
        )
        facts = {"members": command.member_ids, "signed": signed, "state": made.state}
        uow.record("record_recall", subject=f"recalls/{made.id}", area=found.area, after=facts)
        return made


def record_defence(actor: Actor, recall_id: UUID, member_id: UUID, *, text: str, heard_on: date) -> tables.Recall:
    """The member's answer, which is published; a later one takes its place until the vote is over."""
    with unit_of_work(actor) as uow:
        found = recalls.recall(uow.session, actor, recall_id, lock=True)
        if found.state == RecallState.DECIDED:
            raise Conflict("recall_decided", "这项罢免要求已经表决。")
        if found.state == RecallState.STOPPED:
            raise Conflict("recall_stopped", "被要求罢免的成员当选无效，这项罢免要求已经终止。")
        part = uow.session.get(tables.RecallMember, (found.id, member_id))
        if part is None:
            fault = FieldError("member_id", "member_not_named", "这项罢免要求没有提到这名成员。")
            raise Invalid("defence_invalid", "申辩意见的登记有误。", fields=[fault])
        _check_past("heard_on", heard_on, found.received_on)
        part.defence, part.heard_on = text, heard_on
        facts = {"member_id": member_id, "heard_on": heard_on}
        uow.record("record_defence", subject=f"recalls/{found.id}", area=found.area, after=facts)
        return found


def call_recall(actor: Actor, recall_id: UUID, polling_day: date) -> tables.Election:
    """The vote, ready to be polled. Raises Conflict for a petition that was refused or whose vote is called."""
    with unit_of_work(actor) as uow:
        asked = recalls.recall(uow.session, actor, recall_id)
        first = elections.election(uow.session, actor, asked.election_id, lock=True)
        uow.session.refresh(asked, with_for_update=True)
        _reopen(uow, asked)
        check_callable(RecallState(asked.state), Finding(**asked.petition))
        rule = rule_set(first.rule_set).recall
        check_call(polling_day, received=asked.received_on, today=clock.today(), rule=rule)
        poll = _poll(uow, first, asked, polling_day)
        asked.state, asked.poll_id = RecallState.CALLED, poll.id
        uow.record("call_recall", subject=f"recalls/{asked.id}", area=asked.area, after={"polling_day": polling_day})
        _tell_called(uow, asked, poll)
        return poll


def carry_out(uow: UnitOfWork, poll: tables.Election, on: date) -> None:
    """A certified recall ends the posts of those recalled; one that too few voted in ends none."""
    asked, stored = recalls.of_poll(uow.session, poll.id), elections.result(uow.session, poll.id)
    if asked is None or stored is None:
        raise LookupError(f"recall {poll.id} was certified without a petition or a result")
    asked.state = RecallState.DECIDED
    contests = stored.verdict["contests"]
    standings = {each["candidate_id"]: each for contest in contests for each in contest["candidates"]}
    persons = recalls.members(uow.session, asked.id)
    valid = stored.verdict["valid"]
    outcomes = [_outcome(person, standings[str(part.candidate_id)], valid=valid) for part, person in persons]
    tell(uow, poll, "elections.recall_decided.v1", {"turnout": stored.verdict["turnout"], "outcomes": outcomes})
    clause = rule_set(poll.rule_set).recall.clause
    for outcome, (_, person) in zip(outcomes, persons, strict=True):
        if outcome["recalled"] and person.ended_on is None:
            end_post(uow, person, EndReason.RECALLED, on=on, clause=clause)


def _outcome(person: tables.Member, standing: Mapping[str, Any], *, valid: bool) -> dict[str, Any]:
    """In a vote that too few took part in nobody is recalled, whatever those who came wanted."""
    agreed = {name: standing[name] for name in ("inequality", "clause", "holds")}
    recalled = valid and standing["holds"]
    return {"post": person.post, "name": person.name, "recalled": recalled, "agreed": agreed}


def _poll(uow: UnitOfWork, first: tables.Election, asked: tables.Recall, polling_day: date) -> tables.Election:
    """按照产生时的选举方式: the roll, the mode and the stations of the election by which they were elected."""
    poll = tables.Election(
        id=new_id(),
        area=first.area,
        title=f"{first.title}（{ElectionKind.RECALL.zh}）",
        kind=ElectionKind.RECALL,
        parent_id=first.id,
        roll_of=first.roll_election,
        term_ends_on=first.term_ends_on,
        mode=first.mode,
        polling_day=polling_day,
        rule_set=first.rule_set,
        state=State.CANDIDATES_PUBLISHED,
        version=1,
        electors=first.electors,
        roll_hash=first.roll_hash,
    )
    uow.session.add(poll)
    uow.session.flush()
    persons = recalls.members(uow.session, asked.id)
    for part, person in persons:
        part.candidate_id = new_id()
        stood = uow.session.get_one(tables.Candidate, person.candidate_id)
        uow.session.add(copied(stood, part.candidate_id, poll))
    posts = [person.post for _, person in persons]
    uow.session.add_all(
        tables.Contest(election_id=poll.id, post=post, area=poll.area, seats=posts.count(post))
        for post in Post
        if post in posts
    )
    take_over_place(uow, first, poll)
    return poll


def _tell_called(uow: UnitOfWork, asked: tables.Recall, poll: tables.Election) -> None:
    persons = recalls.members(uow.session, asked.id)
    answers = [f"{person.name}：{part.defence}" for part, person in persons if part.defence]
    facts = {
        "members": [person.name for _, person in persons],
        "petition": asked.petition,
        "defence": "\n".join(answers) or None,
    }
    tell(uow, poll, "elections.recall_called.v1", facts)


def _reopen(uow: UnitOfWork, asked: tables.Recall) -> None:
    """A vote that was cancelled is called anew."""
    if asked.poll_id is None or asked.state != RecallState.CALLED:
        return
    if uow.session.get_one(tables.Election, asked.poll_id).state == State.CANCELLED:
        asked.state, asked.poll_id = RecallState.ACCEPTED, None


def _check_members(uow: UnitOfWork, actor: Actor, found: tables.Election, command: NewRecall) -> None:
    _check_past("received_on", command.received_on, found.polling_day)
    for each in command.member_ids:
        person = members.member(uow.session, actor, each, lock=True)
        elected_by = uow.session.get_one(tables.Election, person.election_id)
        if elected_by.roll_election != found.roll_election:
            fault = FieldError("member_ids", "member_elected_elsewhere", "成员不是由这次选举产生的。")
            raise Invalid("petition_invalid", "罢免要求的登记有误，请按提示修改。", fields=[fault])
        if person.ended_on is not None:
            raise Conflict("member_left", "这名成员已于{ended_on}离任。", ended_on=person.ended_on.isoformat())
    if recalls.open_for(uow.session, command.member_ids):
        raise Conflict("recall_open", "对这名成员的罢免要求正在办理，不能重复提出。")


def _check_signers(uow: UnitOfWork, found: tables.Election, signers: Sequence[UUID]) -> None:
    strange = len(signers) - recalls.count_on_roll(uow.session, found, signers)
    if strange:
        message = "有{count}名联名人不在选民名单上，请核对。"
        fault = FieldError("signers", "signer_not_on_roll", message, {"count": strange})
        raise Invalid("petition_invalid", "罢免要求的登记有误，请按提示修改。", fields=[fault])


def _check_past(field: str, day: date, first: date) -> None:
    if first <= day <= clock.today():
        return
    facts = {"first": first.isoformat(), "today": clock.today().isoformat()}
    fault = FieldError(field, "day_impossible", "日期应在{first}到今天{today}之间。", facts)
    raise Invalid("petition_invalid", "罢免要求的登记有误，请按提示修改。", fields=[fault])
