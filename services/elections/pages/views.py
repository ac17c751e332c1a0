"""What the public pages show of elections: those that were announced, and figures only once they are certified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.calendar.outlook import Outlook, outlook
from services.elections.domain.calendar.timetable import Timetable
from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.recalls import RecallState
from services.elections.domain.procedure.exceptions import EXCUSABLE
from services.elections.domain.procedure.facts import Taken
from services.elections.domain.procedure.steps import WAY, State, Step
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.rule_set import RuleSet
from services.elections.domain.verdict.outcomes import Outcome
from services.elections.pages.aftermath import Aftermath, aftermath_of
from services.elections.pages.candidates import CandidateShown, candidates_shown
from services.elections.pages.charts import Chart, bar_chart
from services.elections.pages.live_count import has_callouts
from services.elections.pages.mobile_boxes import BoxListShown, box_lists_shown
from services.elections.pages.participation import (
    ParticipationShown,
    TurnoutShown,
    participation_shown,
    turnout_shown,
)
from services.elections.pages.proxies import ProxiesShown, proxies_shown
from services.elections.store import (
    appraisals,
    elections,
    images,
    introductions,
    meetings,
    members,
    queries,
    recalls,
    tables,
)
from services.elections.store.database import reading
from services.elections.store.rule_sets import rule_set
from services.elections.store.timetables import timetable
from shared import clock
from shared.auth.actor import Actor
from shared.errors import NotFound

_ANYONE = Actor(subject="public", area=None)
_RECENT = 50
_DECIDED = (State.CERTIFIED, State.VOID)
_VOTING_AHEAD = (State.ANNOUNCED, State.ROLL_PUBLISHED, State.CANDIDATES_PUBLISHED, State.POLLING)


@dataclass(frozen=True, slots=True)
class Row:
    """An election in a list."""

    id: UUID
    title: str
    polling_day: date
    state: State
    area: str
    area_name: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of the timetable: `on` when it was taken, `due` its last lawful day while it was not."""

    step: Step
    article: str | None
    on: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class ContestShown:
    """`outcome` and `chart` are there after certification, `candidates` once they were published."""

    post: Post
    seats: int
    candidates: Sequence[CandidateShown]
    outcome: Outcome | None = None
    figures: dict[str, Any] | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class ExceptionShown:
    """A duty from which the office above released the election."""

    duty: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ImageShown:
    station: str
    sheet: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ElectionPage:
    election: tables.Election
    state: State
    mode: Mode
    area: tables.Area
    milestones: tuple[Milestone, ...]
    contests: tuple[ContestShown, ...]
    roll_published: bool
    verdict: dict[str, Any] | None
    exceptions: tuple[ExceptionShown, ...]
    notices: Sequence[tables.Publication]
    aftermath: Aftermath
    rules: RuleSet
    outlook: Outlook
    stations: Sequence[tables.Station]
    live: bool
    proxies: ProxiesShown | None
    box_lists: Sequence[BoxListShown]
    images: Sequence[ImageShown]
    meetings: Sequence[tables.CandidateMeeting]
    turnout: TurnoutShown | None
    participation: ParticipationShown | None

    @property
    def voting_ahead(self) -> bool:
        return self.state in _VOTING_AHEAD


def recent_elections(area: str | None = None) -> list[Row]:
    """Announced elections, the newest polling day first; of one area, if given."""
    query = (
        select(tables.Election, tables.Area.name)
        .join(tables.Area, tables.Area.code == tables.Election.area)
        .where(_announced())
        .order_by(tables.Election.polling_day.desc(), tables.Election.id.desc())
        .limit(_RECENT)
    )
    if area is not None:
        query = query.where(tables.Election.area == area)
    with reading() as session:
        return [_row(found, name) for found, name in session.execute(query)]


def area(code: str) -> tables.Area:
    """Raises NotFound."""
    return queries.area(_ANYONE, code)


def committee(code: str) -> members.Committee:
    with reading() as session:
        return members.committee(session, code, clock.today())


def recalls_of(code: str) -> list[tuple[tables.Recall, list[tuple[tables.RecallMember, tables.Member]]]]:
    """Petitions that enough signed, with whom they name; the newest first."""
    with reading() as session:
        found = [each for each in recalls.recalls(session, code) if each.state != RecallState.REFUSED]
        return [(each, recalls.members(session, each.id)) for each in found]


def meetings_of(code: str) -> list[tuple[tables.Meeting, list[tables.MeetingDecision]]]:
    """The latest first, with what was decided (Art 34)."""
    with reading() as session:
        found = meetings.meetings(session, code)[:_RECENT]
        decided = meetings.decisions(session, [each.id for each in found])
        return [(each, decided[each.id]) for each in found]


def appraisals_of(code: str) -> list[tuple[tables.Appraisal, list[tuple[tables.AppraisedMember, tables.Member]]]]:
    """Those that are published, the latest first."""
    with reading() as session:
        found = [each for each in appraisals.appraisals(session, code) if each.published_on]
        return [(each, appraisals.appraised(session, each.id)) for each in found]


def election_page(election_id: UUID) -> ElectionPage:
    """Raises NotFound for a draft too, and for one that was cancelled before it was announced."""
    with reading() as session:
        found = elections.election(session, _ANYONE, election_id)
        taken = elections.taken(session, found.id)
        if Step.ANNOUNCE not in taken:
            raise NotFound("election_not_found", "没有找到这次选举。")
        return _page(session, found, taken)


def _page(session: Session, found: tables.Election, taken: dict[Step, Taken]) -> ElectionPage:
    rules, verdict = rule_set(found.rule_set), _public_verdict(session, found)
    known = timetable(session, found, today=clock.today())
    standing = candidates_shown(session, found) if Step.PUBLISH_CANDIDATES in taken else {}
    stations = elections.stations(session, found.id)
    return ElectionPage(
        election=found,
        state=State(found.state),
        mode=Mode(found.mode),
        area=session.get_one(tables.Area, found.area),
        milestones=_milestones(found, taken, rules),
        contests=tuple(
            _contest(contest, standing.get(contest.post, ()), verdict, rules)
            for contest in elections.contests(session, found.id)
        ),
        roll_published=Step.PUBLISH_ROLL in taken,
        verdict=verdict,
        exceptions=tuple(
            ExceptionShown(EXCUSABLE[each.duty], each.reason, each.at)
            for each in elections.exceptions(session, found.id)
        ),
        notices=_notices(session, found.id),
        aftermath=aftermath_of(session, found),
        rules=rules,
        live=State(found.state) not in _DECIDED and has_callouts(session, found.id),
        outlook=outlook(State(found.state), found.polling_day, known.stages, today=clock.today()),
        stations=stations,
        proxies=proxies_shown(session, found),
        box_lists=box_lists_shown(session, found, stations),
        images=_images(session, found.id) if verdict else (),
        meetings=introductions.meetings(session, found.id),
        turnout=turnout_shown(session, found),
        participation=participation_shown(session, found) if verdict else None,
    )


def _images(session: Session, election_id: UUID) -> tuple[ImageShown, ...]:
    """Replaced scans stay listed: that there were two is what everybody may see."""
    names = {station.id: station.name for station in elections.stations(session, election_id)}
    rows = images.images(session, election_id)
    return tuple(ImageShown(names[row.station_id], row.sheet, row.sha256) for row in rows)


def _public_verdict(session: Session, found: tables.Election) -> dict[str, Any] | None:
    stored = elections.result(session, found.id) if State(found.state) in _DECIDED else None
    return None if stored is None else queries.with_names(session, found.id, stored.verdict)


def _contest(
    contest: tables.Contest, standing: Sequence[CandidateShown], verdict: dict[str, Any] | None, rules: RuleSet
) -> ContestShown:
    post = Post(contest.post)
    if verdict is None:
        return ContestShown(post, contest.seats, standing)
    figures = next(each for each in verdict["contests"] if each["post"] == post)
    chart = bar_chart(figures["candidates"], verdict["voted"], rules.elected.share)
    return ContestShown(post, contest.seats, standing, Outcome(figures["outcome"]), figures, chart)


def _milestones(found: tables.Election, taken: dict[Step, Taken], rules: RuleSet) -> tuple[Milestone, ...]:
    if State(found.state) is State.CANCELLED:
        return tuple(Milestone(step, None, acted.on, None) for step, acted in taken.items())
    shown = [step for _, step in WAY if step is not Step.FINISH_COUNT]
    articles, due = _articles(rules), _due(found, rules)
    return tuple(
        Milestone(step, articles.get(step), taken[step].on if step in taken else None, due.get(step)) for step in shown
    )


def _articles(rules: RuleSet) -> dict[Step, str]:
    return {
        Step.PUBLISH_ROLL: rules.roll.clause,
        Step.PUBLISH_CANDIDATES: rules.nomination.clause,
        Step.OPEN_POLLING: rules.turnout.clause,
        Step.COUNT: rules.elected.clause,
    }


def _due(found: tables.Election, rules: RuleSet) -> dict[Step, date]:
    timetable = Timetable(found.polling_day, rules)
    return {
        Step.PUBLISH_ROLL: timetable.roll_by,
        Step.PUBLISH_CANDIDATES: timetable.candidates_by,
        Step.OPEN_POLLING: found.polling_day,
    }


def _notices(session: Session, election_id: UUID) -> Sequence[tables.Publication]:
    query = select(tables.Publication).where(tables.Publication.election_id == election_id)
    return session.scalars(query.order_by(tables.Publication.published_at)).all()


def _announced() -> Any:
    of_election = tables.StepTaken.election_id == tables.Election.id
    return select(1).where(of_election, tables.StepTaken.step == Step.ANNOUNCE).exists()


def _row(found: tables.Election, area_name: str) -> Row:
    return Row(found.id, found.title, found.polling_day, State(found.state), found.area, area_name)
