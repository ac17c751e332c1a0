"""居民委员会成员中，应当有妇女成员 (Art 8): what follows when the winners would be men only.

How the seat comes about follows 民发〔2013〕76号: the woman with most votes among those who pass takes the last
member's seat; if none passes, that seat is left for a ballot of women. Members' seats go first: the law has most of
them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.elections.domain.rules.rule_set import WomenFill
from services.elections.domain.verdict.outcomes import ContestVerdict, Outcome, Passed, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.elections.domain.candidacy.contests import Ballot
    from services.elections.domain.rules.rule_set import RuleSet


def with_women(
    ballots: Sequence[Ballot], contests: Sequence[ContestVerdict], needed: int, rules: RuleSet
) -> list[ContestVerdict]:
    """The contests' verdicts when `needed` women must be among those elected; as they were when there are enough."""
    elected = sum(len(ballot.women.intersection(each.winners)) for ballot, each in zip(ballots, contests, strict=True))
    lacking = needed - elected
    if lacking <= 0 or not contests:
        return list(contests)
    *higher, last = contests
    return [*higher, _reserved(ballots[-1], last, lacking, rules.committee.women_fill)]


def _reserved(ballot: Ballot, verdict: ContestVerdict, lacking: int, fill: WomenFill) -> ContestVerdict:
    passing = [each for each in verdict.candidates if _may_move_up(each, ballot)]
    moving_up = passing[:lacking] if fill is WomenFill.MOST_VOTES and not _equal_at(passing, lacking) else []
    kept = _kept(ballot, verdict, verdict.seats - lacking)
    standings = tuple(_seated(each, each.candidate_id in kept or each in moving_up) for each in verdict.candidates)
    short = verdict.seats - sum(each.elected for each in standings)
    women_seats = min(lacking - len(moving_up), short)
    if not women_seats:
        return replace(verdict, candidates=standings, seats_short=short)
    return replace(
        verdict,
        candidates=standings,
        seats_short=short,
        women_seats=women_seats,
        outcome=Outcome.WOMEN if short == women_seats else verdict.outcome,
        another_ballot=_again(ballot, verdict, standings, only_women=short == women_seats),
    )


def _may_move_up(standing: Standing, ballot: Ballot) -> bool:
    return (
        standing.candidate_id in ballot.women
        and standing.holds
        and not standing.elected
        and standing.passed_over is None
    )


def _equal_at(passing: Sequence[Standing], lacking: int) -> bool:
    """Chance decides nothing here either: women with equal votes for the one seat go to another ballot."""
    return len(passing) > lacking and passing[lacking - 1].votes == passing[lacking].votes


def _kept(ballot: Ballot, verdict: ContestVerdict, seats: int) -> frozenset[str]:
    """The winners who stay when only `seats` are left: women first, then by votes. Equal votes at the cut keep none."""
    women = [each for each in verdict.candidates if each.elected and each.candidate_id in ballot.women]
    men = [each for each in verdict.candidates if each.elected and each.candidate_id not in ballot.women]
    staying = men[: max(seats - len(women), 0)]
    if len(men) > len(staying) and staying and staying[-1].votes == men[len(staying)].votes:
        staying = [each for each in staying if each.votes > men[len(staying)].votes]
    return frozenset(each.candidate_id for each in (*women, *staying))


def _seated(standing: Standing, elected: bool) -> Standing:
    if standing.elected and not elected:
        return replace(standing, elected=False, passed_over=Passed.WOMAN_SEAT)
    return replace(standing, elected=elected, tied=standing.tied and not elected)


def _again(
    ballot: Ballot, verdict: ContestVerdict, standings: Sequence[Standing], *, only_women: bool
) -> tuple[str, ...]:
    women = [each.candidate_id for each in standings if each.candidate_id in ballot.women and not each.elected]
    return tuple(women) if only_women else tuple(dict.fromkeys([*verdict.another_ballot, *women[:1]]))
