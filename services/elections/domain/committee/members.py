"""Members in office: how a post ends before its term (Art 20-23, 37), and what a by-election may fill (Art 24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.verdict.further_ballots import still_open
from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from services.elections.domain.candidacy.contests import ContestFacts
    from services.elections.domain.candidacy.post import Post
    from services.elections.domain.rules.rule_set import RuleSet


class EndReason(Worded):
    """Why a member is no longer in office. The last is the common one: the next committee was elected."""

    RECALLED = "recalled", "被罢免"
    RESIGNED = "resigned", "辞职"
    INCAPACITY = "incapacity", "丧失行为能力"
    SENTENCED = "sentenced", "被判处刑罚"
    APPRAISAL = "appraisal", "连续被评议不称职"
    VOID = "void", "当选无效"
    DIED = "died", "去世"
    TERM_OVER = "term_over", "任期届满"


BY_ITSELF = (EndReason.INCAPACITY, EndReason.SENTENCED, EndReason.DIED)
"""The post ends whether or not anybody decides so: what is recorded is the document that shows it."""


def clause_of(reason: EndReason, rules: RuleSet) -> str:
    clauses = {
        EndReason.RECALLED: rules.recall.clause,
        EndReason.RESIGNED: rules.posts.resignation,
        EndReason.INCAPACITY: rules.posts.by_itself,
        EndReason.SENTENCED: rules.posts.by_itself,
        EndReason.APPRAISAL: rules.appraisal.clause,
        EndReason.VOID: rules.posts.void,
        EndReason.DIED: rules.posts.by_election,
        EndReason.TERM_OVER: rules.term.clause,
    }
    return clauses[reason]


def check_end(on: date, *, starts_on: date, ended_on: date | None, today: date) -> None:
    """Raises Conflict for somebody who has left already, Invalid for a day before the term or still to come."""
    if ended_on is not None:
        raise Conflict("member_left", "这名成员已于{ended_on}离任。", ended_on=ended_on.isoformat())
    if starts_on <= on <= today:
        return
    facts = {"starts_on": starts_on.isoformat(), "today": today.isoformat()}
    fault = FieldError("on", "end_impossible", "职务终止日期应在就任日{starts_on}到今天{today}之间。", facts)
    raise Invalid("end_invalid", "职务终止的登记有误，请按提示修改。", fields=[fault])


@dataclass(frozen=True, slots=True)
class Vacancy:
    post: Post
    seats: int


def vacancies(seats: Mapping[Post, int], in_office: Iterable[Post]) -> list[Vacancy]:
    """Of the seats that the committee was elected with, those that nobody holds."""
    return [Vacancy(post, empty) for post, empty in still_open(seats, [(post, 1) for post in in_office]).items()]


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What a by-election is about: `vacant` is None where the committee's election is not known here.

    `term_ends_on` is the by-election's, `running_until` that of the committee in office.
    """

    vacant: Mapping[Post, int] | None = None
    term_ends_on: date | None = None
    running_until: date | None = None


def by_election_duties(seats: SeatFacts, contests: Sequence[ContestFacts], rules: RuleSet) -> Iterator[Missing | None]:
    """居民委员会成员出缺，可以补选；任期到本届居民委员会任期届满时止 (Art 24)."""
    if seats.vacant is None:
        return
    for contest in contests:
        empty = seats.vacant.get(contest.post, 0)
        if contest.seats > empty:
            numbers = {"seats": contest.seats, "empty": empty, "post": contest.post, "post_name": contest.post.zh}
            message = "{post_name}出缺{empty}名，不能补选{seats}名；请先登记职务终止，或者减少名额。"
            yield Missing("seats_not_vacant", message, rules.posts.by_election, numbers)
    if seats.term_ends_on != seats.running_until:
        days = {"term_ends_on": str(seats.term_ends_on), "running_until": str(seats.running_until)}
        message = "本届居民委员会任期到{running_until}届满，补选的任期不能到{term_ends_on}。"
        yield Missing("term_end_differs", message, rules.posts.by_election, days)
