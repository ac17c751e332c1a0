"""The timetable of an election: planned anew, and stages marked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.calendar.marks import Mark, check_mark
from services.elections.domain.calendar.planning import Plan
from services.elections.domain.calendar.replanning import Replan, changed_spans, planned_anew
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.domain.rules.rule_set import RuleSet
from services.elections.domain.verdict.further_ballots import check_day
from services.elections.store import elections, tables, timetables
from services.elections.store.database import unit_of_work
from services.elections.store.timetables import ElectionTimetable
from services.elections.workflows.announcements import tell
from services.elections.workflows.elections import nobody_under_age
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.web.etags import Expected, must_match


def replan(actor: Actor, election_id: UUID, command: Replan, *, version: Expected) -> tables.Election:
    """Until the poll is opened. Raises Conflict that tells the earliest possible polling day."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        must_match(found.version, version)
        allow(Change.TIMETABLE, State(found.state))
        before = timetables.timetable(uow.session, found, today=clock.today())
        made = planned_anew(found.polling_day, command, before.rules, before.template, before.course)
        if made.polling_day != found.polling_day:
            _move_poll(uow, found, made.polling_day, before.rules)
        _keep(uow, found, made)
        found.version += 1
        _record(uow, found, before, command, made)
        return found


def mark_stage(actor: Actor, election_id: UUID, code: str, mark: Mark) -> tables.Election:
    """Marking again corrects the mark; the audit trail keeps both."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        _not_given_up(found)
        known = timetables.timetable(uow.session, found, today=clock.today())
        stage = known.template.stage(code)
        if stage is None:
            raise NotFound("stage_not_found", "日程里没有这个环节。")
        check_mark(stage, mark, today=clock.today(), before=[each for each in known.stages if each.code in stage.after])
        uow.session.merge(
            tables.StageMark(
                election_id=found.id,
                stage=code,
                area=found.area,
                on=mark.on,
                not_needed=mark.not_needed,
                note=mark.note.strip(),
                by=actor.subject,
                at=clock.now(),
            )
        )
        found.version += 1
        facts = {"stage": code, "on": mark.on, "note": mark.note, "not_needed": mark.not_needed}
        uow.record("mark_stage", subject=f"elections/{found.id}", area=found.area, after=facts)
        return found


def _not_given_up(found: tables.Election) -> None:
    """Filing and handing over come after the result, so a certified election is not over here."""
    if State(found.state) in {State.CANCELLED, State.VOID}:
        raise Conflict("election_ended", "选举“{state_name}”，不再办理任何步骤。", state_name=State(found.state).zh)


def _move_poll(uow: UnitOfWork, found: tables.Election, day: date, rules: RuleSet) -> None:
    """Raises Invalid for a day that the rules, the term or the first ballot do not allow, Conflict when somebody would
    be too young."""
    faults: list[FieldError] = []
    if rules.effective > day:
        days = {"effective": rules.effective.isoformat(), "polling_day": day.isoformat()}
        message = "所用规则{effective}起施行，选举日是{polling_day}。"
        faults.append(FieldError("polling_day", "rule_set_not_in_force", message, days))
    if found.kind == ElectionKind.BY_ELECTION and found.term_ends_on is not None and day >= found.term_ends_on:
        message = "补选的任期到本届届满为止，请写明届满日，应在选举日之后。"
        faults.append(FieldError("polling_day", "term_end_missing", message))
    if faults:
        raise Invalid("replan_invalid", "日程调整有误，请按提示修改。", fields=faults)
    if ElectionKind(found.kind).further and found.parent_id is not None:
        first = uow.session.get_one(tables.Election, found.parent_id)
        check_day(day, called_on=clock.today(), first=first.polling_day, rule=rules.another_ballot)
    found.polling_day = day
    nobody_under_age(uow, found)


def _keep(uow: UnitOfWork, found: tables.Election, made: Plan) -> None:
    timetables.forget_plan(uow.session, found.id)
    uow.session.add_all(
        tables.PlannedStage(
            election_id=found.id,
            stage=code,
            area=found.area,
            begins_on=span.begins_on,
            ends_on=span.ends_on,
            by=uow.actor.subject,
            at=clock.now(),
        )
        for code, span in changed_spans(made).items()
    )


def _record(uow: UnitOfWork, found: tables.Election, before: ElectionTimetable, command: Replan, made: Plan) -> None:
    """What was announced is told anew, with the reason; a draft concerns nobody yet."""
    uow.record(
        "replan",
        subject=f"elections/{found.id}",
        area=found.area,
        before=_described(before.plan),
        after={**_described(made), "reason": command.reason},
    )
    if Step.ANNOUNCE in before.steps:
        facts = {"stages": _ahead(made, before.rules), "reason": command.reason.strip()}
        tell(uow, found, "elections.timetable_changed.v1", facts)


def _described(made: Plan) -> dict[str, Any]:
    days = {each.stage.code: [each.span.begins_on, each.span.ends_on] for each in made.stages}
    return {"polling_day": made.polling_day, "stages": days}


def _ahead(made: Plan, rules: RuleSet) -> list[dict[str, Any]]:
    return [
        {
            "stage": each.stage.code,
            "name": each.stage.zh,
            "planned_on": each.span.ends_on,
            "latest_on": each.lawful_until,
            "clause": each.stage.article(rules),
        }
        for each in made.stages
        if not each.done
    ]
