"""The boundary cases that a rule set's file states: what goes in, and what the rules must make of it.

A case has one of `poll`, `days`, `audit`, `petition`, `recall`, `meeting`, `demand`, `grades` and
`appraisal`, and what is expected. Candidates are named, and whoever has one name in two contests is one person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from services.elections.domain.calendar.marks import LEAVING_AUDIT, Mark, TimetableFacts, audit_duties
from services.elections.domain.calendar.timetable import Timetable
from services.elections.domain.candidacy.contests import Ballot
from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.appraisals import GradeCounts, grade
from services.elections.domain.committee.meetings import Call, CalledBy, MeetingKind, demand
from services.elections.domain.committee.other_votes import Grade, ends_post, meeting_verdict, petition, recall_verdict
from services.elections.domain.counting.counting import station_totals
from services.elections.domain.counting.tally import Figures, Sheet
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import deadline
from services.elections.domain.verdict.outcomes import BallotKind
from services.elections.domain.verdict.verdict import Poll, decide

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.elections.domain.rules.rule_set import RuleSet

Case = Mapping[str, Any]


def wrong_in(case: Case, rules: RuleSet) -> dict[str, tuple[Any, Any]]:
    """What came out otherwise than the case expects: (expected, found) by name; empty when the case holds."""
    found = next(work(case, rules) for kind, work in _KINDS.items() if kind in case)
    expected = case["expect"]
    return {name: (value, found[name]) for name, value in expected.items() if not _agrees(value, found[name])}


def _agrees(expected: Any, found: Any) -> bool:
    """Of a mapping only what is expected is compared."""
    if isinstance(expected, Mapping):
        return all(found[name] == value for name, value in expected.items())
    return bool(expected == found)


def _poll(case: Case, rules: RuleSet) -> dict[str, Any]:
    given = case["poll"]
    ballots = [_ballot(Post(post), contest) for post, contest in case["contests"].items()]
    figures = {Post(post): Figures(each.get("void", 0), each["votes"]) for post, each in case["contests"].items()}
    poll = Poll(
        electors=given["electors"],
        mode=Mode(given["mode"]),
        kind=BallotKind(given.get("ballot", BallotKind.FIRST)),
        relatives=frozenset(map(frozenset, case.get("relatives", ()))),
        women_needed=rules.committee.women if given.get("whole_committee") else 0,
    )
    verdict = decide(ballots, station_totals("", Sheet(given["issued"], given["recovered"], figures)), poll, rules)
    return {
        "valid": verdict.valid,
        "turnout": verdict.turnout.inequality,
        "elected": {each.post.value: list(each.winners) for each in verdict.contests},
        "outcome": {each.post.value: each.outcome.value for each in verdict.contests},
        "another_ballot": {each.post.value: list(each.another_ballot) for each in verdict.contests},
    }


def _ballot(post: Post, contest: Mapping[str, Any]) -> Ballot:
    return Ballot(post, contest["seats"], tuple(contest["votes"]), women=frozenset(contest.get("women", ())))


def _days(case: Case, rules: RuleSet) -> dict[str, Any]:
    days: Mapping[str, date] = case["days"]
    table = Timetable(days.get("polling_day", date.max), rules)
    work: dict[str, Callable[[], date]] = {
        "roll_by": lambda: table.roll_by,
        "candidates_by": lambda: table.candidates_by,
        "objections_until": lambda: table.objections_until(days["published"]),
        "reply_until": lambda: table.reply_until(days["received"]),
        "handover_until": lambda: deadline(days["certified"], rules.handover.days),
    }
    return {name: work[name]() for name in case["expect"]}


def _audit(case: Case, rules: RuleSet) -> dict[str, Any]:
    given = case["audit"]
    marks = {LEAVING_AUDIT: Mark(given["published"])} if "published" in given else {}
    unmet = audit_duties(TimetableFacts(marks), ElectionKind.TERM, given["polling_day"], rules)
    return {"may_open": not any(unmet)}


def _petition(case: Case, rules: RuleSet) -> dict[str, Any]:
    given = case["petition"]
    found = petition(given["signed"], given["electors"], Mode(given["mode"]), rules.recall)
    return {"accepted": found.holds, "inequality": found.inequality}


def _recall(case: Case, rules: RuleSet) -> dict[str, Any]:
    given = dict(case["recall"])
    verdict = recall_verdict(mode=Mode(given.pop("mode")), rule=rules.recall, **given)
    return {"valid": verdict.turnout.holds, "recalled": verdict.recalled}


def _meeting(case: Case, rules: RuleSet) -> dict[str, Any]:
    given = dict(case["meeting"])
    verdict = meeting_verdict(rule=getattr(rules.meetings, given.pop("kind")), **given)
    return {"quorate": verdict.quorum.holds, "passed": verdict.passed}


def _appraisal(case: Case, rules: RuleSet) -> dict[str, Any]:
    return {"ends_post": ends_post([Grade(grade) for grade in case["appraisal"]], rules.appraisal)}


def _grades(case: Case, rules: RuleSet) -> dict[str, Any]:
    given = dict(case["grades"])
    voted = given.pop("voted")
    found = grade(GradeCounts(**given), voted, rules.appraisal)
    return {"grade": found.grade.value, "adjust": found.adjust}


def _demand(case: Case, rules: RuleSet) -> dict[str, Any]:
    given = case["demand"]
    call = Call(
        kind=MeetingKind(given["kind"]),
        called_by=CalledBy(given["called_by"]),
        called_on=date.min,
        held_on=date.max,
        members=1,
        asked=given["asked"],
        asked_of=given["asked_of"],
    )
    found = demand(call, rules.meetings)
    return {"enough": found and found.holds, "inequality": found and found.inequality}


_KINDS: Mapping[str, Callable[[Case, RuleSet], dict[str, Any]]] = {
    "poll": _poll,
    "days": _days,
    "audit": _audit,
    "petition": _petition,
    "recall": _recall,
    "meeting": _meeting,
    "appraisal": _appraisal,
    "grades": _grades,
    "demand": _demand,
}
