"""The duties that must be met before each step of an election: none is passed while one is unmet (R11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from services.elections.domain.calendar.marks import audit_duties
from services.elections.domain.calendar.timetable import Timetable
from services.elections.domain.candidacy.contests import committee_size
from services.elections.domain.candidacy.introductions import meeting_duty
from services.elections.domain.candidacy.nominations import nomination_duties, standing_duties
from services.elections.domain.committee.election_committee import committee_duties, formation_duty, nominee_duty
from services.elections.domain.committee.members import by_election_duties
from services.elections.domain.committee.recalls import defence_duties
from services.elections.domain.counting.callout_signing import certifier_duty, signatures_duty
from services.elections.domain.counting.tally import ENTRIES_NEEDED
from services.elections.domain.polling.paper_register import register_duties
from services.elections.domain.polling.papers import paper_duties
from services.elections.domain.polling.proxies import proxy_duties
from services.elections.domain.polling.stations import station_duties
from services.elections.domain.procedure.exceptions import still_missing
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import Step
from services.elections.domain.roll.roll_changes import objection_duty, publication_duties
from shared.errors import Missing

if TYPE_CHECKING:
    from services.elections.domain.candidacy.contests import ContestFacts
    from services.elections.domain.procedure.facts import ElectionFacts, SheetFacts

Duties = Iterator[Missing | None]


def missing_for(step: Step, facts: ElectionFacts) -> list[Missing]:
    """Every unmet duty of the step, not only the first; without those from which the election was released."""
    found = (*_dates(facts), *_DUTIES[step](facts))
    return still_missing((missing for missing in found if missing is not None), facts.excused)


def _dates(facts: ElectionFacts) -> Duties:
    """Paper acts are recorded afterwards, never beforehand, and their days stand in the order of the steps."""
    if facts.on > facts.today:
        days = {"on": facts.on.isoformat(), "today": facts.today.isoformat()}
        yield Missing("date_in_future", "日期{on}还没有到，今天是{today}。", facts=days)
    for step, taken in facts.taken.items():
        if facts.on < taken.on:
            days = {"on": facts.on.isoformat(), "earlier": taken.on.isoformat(), "step": step, "step_name": step.zh}
            yield Missing("date_before_earlier_step", "日期{on}早于“{step_name}”的日期{earlier}。", facts=days)


def _announce(facts: ElectionFacts) -> Duties:
    rules = facts.rules
    if rules.effective > facts.polling_day:
        days = {"effective": rules.effective.isoformat(), "polling_day": facts.polling_day.isoformat()}
        yield Missing("rule_set_not_in_force", "所用规则{effective}起施行，选举日是{polling_day}。", facts=days)
    if not facts.contests:
        yield Missing("contests_missing", "还没有确定职务和应选名额。", rules.committee.clause)
    elif facts.kind is ElectionKind.TERM:
        yield committee_size(facts.seats, rules.committee)
    yield from by_election_duties(facts.vacancies, facts.contests, rules)
    if facts.kind is ElectionKind.TERM:  # a by-election is run by meetings (Art 24)
        yield formation_duty(facts.committee, rules.election_committee)
    yield from committee_duties(facts.committee, rules.election_committee)
    yield Timetable(facts.polling_day, rules).polling_day_too_near(facts.on)


def _publish_roll(facts: ElectionFacts) -> Duties:
    if not facts.electors:
        yield Missing("electors_missing", "还没有登记选民。", facts.rules.electors.clause)
    yield from publication_duties(facts.roll, facts.electors, facts.mode, facts.rules)
    yield Timetable(facts.polling_day, facts.rules).roll_late(facts.on)


def _publish_candidates(facts: ElectionFacts) -> Duties:
    yield objection_duty(facts.roll, facts.rules)
    yield nominee_duty(facts.committee, facts.rules.election_committee)
    yield from committee_duties(facts.committee, facts.rules.election_committee)
    yield from (_candidates_short(contest, facts) for contest in facts.contests)
    yield from nomination_duties(facts.nomination, facts.rules)
    yield Timetable(facts.polling_day, facts.rules).candidates_late(facts.on)


def _candidates_short(contest: ContestFacts, facts: ElectionFacts) -> Missing | None:
    """候选人的名额应当多于应选名额 (Art 18); as many as seats where the rule set allows that."""
    rule = facts.rules.nomination
    needed = contest.seats + 1 if rule.more_than_seats else contest.seats
    if contest.candidates >= needed:
        return None
    numbers = {"candidates": contest.candidates, "seats": contest.seats, "needed": needed}
    named = {"post": contest.post, "post_name": contest.post.zh}
    message = "{post_name}应选{seats}名，候选人至少应有{needed}名，现有{candidates}名。"
    return Missing("candidates_too_few", message, rule.clause, named | numbers)


def _candidates_none(contest: ContestFacts, facts: ElectionFacts) -> Missing | None:
    """From the difference an election may be released, but somebody must stand."""
    if contest.candidates:
        return None
    named = {"post": contest.post, "post_name": contest.post.zh}
    return Missing("candidates_none", "{post_name}没有候选人，不能投票。", facts.rules.nomination.clause, named)


def _open_polling(facts: ElectionFacts) -> Duties:
    yield objection_duty(facts.roll, facts.rules)
    yield from defence_duties(facts.recall, facts.on, facts.rules.recall)
    yield from audit_duties(facts.timetable, facts.kind, facts.on, facts.rules)
    yield from proxy_duties(facts.proxies, facts.polling_day, facts.rules.proxies)
    yield nominee_duty(facts.committee, facts.rules.election_committee)
    yield from committee_duties(facts.committee, facts.rules.election_committee)
    if not facts.kind.further:  # those who stand there were found by the first ballot
        yield from (_candidates_none(contest, facts) for contest in facts.contests)
        yield from (_candidates_short(contest, facts) for contest in facts.contests)
    yield from standing_duties(facts.nomination, facts.rules)
    yield meeting_duty(facts.meetings, facts.kind, facts.on, facts.rules.nomination)
    yield _stations_missing(facts)
    yield from station_duties(facts.polling, facts.rules)
    days = {"on": facts.on.isoformat(), "polling_day": facts.polling_day.isoformat()}
    if facts.on < facts.polling_day:
        yield Missing("polling_day_not_reached", "选举日是{polling_day}，{on}还不能开始投票。", facts=days)
    if facts.on > facts.polling_day:
        yield Missing("polling_day_passed", "选举日{polling_day}已过，不能在{on}开始投票。", facts=days)


def _close(facts: ElectionFacts) -> Duties:
    yield _stations_missing(facts)


def _count(facts: ElectionFacts) -> Duties:
    yield _stations_missing(facts)
    yield from signatures_duty(facts.callouts, facts.rules)
    yield from (_entries_open(station.name, sheet) for station in facts.stations for sheet in station.sheets)
    yield from paper_duties(facts.papers, facts.rules.papers.clause)
    yield from register_duties(facts.register)


def _stations_missing(facts: ElectionFacts) -> Missing | None:
    """Art 19 wants secret booths and an open count: both are at a polling station."""
    return None if facts.stations else Missing("stations_missing", "还没有设立投票站。", facts.rules.elected.clause)


def _entries_open(station: str, sheet: SheetFacts) -> Missing | None:
    which = {"station": station, "sheet": sheet.number}
    if sheet.entries < ENTRIES_NEEDED:
        message = "{station}第{sheet}号计票单应由两人各录入一次，现已录入{entries}次。"
        return Missing("entries_missing", message, facts={**which, "entries": sheet.entries, "needed": ENTRIES_NEEDED})
    if sheet.differences:
        message = "{station}第{sheet}号计票单的两次录入有{differences}处不一致。"
        return Missing("entries_differ", message, facts={**which, "differences": sheet.differences})
    return None


def _finish_count(facts: ElectionFacts) -> Duties:
    for station in facts.stations:
        if not station.counted:
            yield Missing("station_uncounted", "{station}还没有计入。", facts={"station": station.name})


def _certify(facts: ElectionFacts) -> Duties:
    """Who certifies has neither typed a figure nor closed the poll nor started the count (R53)."""
    if facts.valid is None:
        yield Missing("verdict_missing", "还没有计票结论。", facts.rules.elected.clause)
    yield certifier_duty(facts.callouts, facts.actor)
    if facts.actor in facts.clerks:
        yield Missing("certifier_typed", "确认人录入过计票单，应由另一人确认。", facts={"actor": facts.actor})
    for step in (Step.CLOSE, Step.COUNT):
        taken = facts.taken.get(step)
        if taken and taken.by == facts.actor:
            named = {"actor": facts.actor, "step": step, "step_name": step.zh}
            yield Missing("certifier_took_step", "确认人办理过“{step_name}”，应由另一人确认。", facts=named)


def _void(facts: ElectionFacts) -> Duties:
    """Nobody decides on their own work: who certified the result or typed a sheet of it does not void it."""
    certified = facts.taken.get(Step.CERTIFY)
    if facts.actor in facts.clerks or (certified and certified.by == facts.actor):
        message = "作出决定的人确认过这次结果或者录入过计票单，应由另一人决定。"
        yield Missing("decider_involved", message, facts.rules.voiding.clause, {"actor": facts.actor})


def _nothing(_facts: ElectionFacts) -> Duties:
    return iter(())


_DUTIES: Mapping[Step, Callable[[ElectionFacts], Duties]] = {
    Step.ANNOUNCE: _announce,
    Step.PUBLISH_ROLL: _publish_roll,
    Step.PUBLISH_CANDIDATES: _publish_candidates,
    Step.OPEN_POLLING: _open_polling,
    Step.CLOSE: _close,
    Step.COUNT: _count,
    Step.FINISH_COUNT: _finish_count,
    Step.CERTIFY: _certify,
    Step.CANCEL: _nothing,
    Step.VOID: _void,
}
