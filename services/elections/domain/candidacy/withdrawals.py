"""A published candidate withdraws, and who was in reserve moves up (Art 18; days and refill are the place's rules).

The list was published, so that nobody is taken off it silently: who withdrew stays in the record with the day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.rules.numbers import deadline
from shared.errors import Conflict, FieldError, Invalid, Missing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.elections.domain.procedure.kinds import ElectionKind
    from services.elections.domain.rules.rule_set import NominationRule


@dataclass(frozen=True, slots=True)
class Standing:
    """A nominee of one post. `support` are the electors who nominated them jointly, `ready` says that they may be
    put up: they accepted and passed the checks."""

    id: str
    state: CandidateState = CandidateState.STANDING
    place: int | None = None
    support: int = 0
    ready: bool = False


def check_withdrawal(on: date, *, kind: ElectionKind, published: date, today: date, rule: NominationRule) -> None:
    """Raises Invalid for a day before publication or to come, Conflict past the last day of withdrawing."""
    if kind.further:
        raise Conflict("withdrawal_from_further_ballot", "这次投票的候选人由上次投票的结果或者罢免要求确定，不能退出。")
    facts = {"on": on.isoformat(), "published": published.isoformat(), "today": today.isoformat()}
    if not published <= on <= today:
        fault = FieldError("on", "withdrawal_day", "退出日期应在候选人名单公布日{published}到今天{today}之间。", facts)
        raise Invalid("withdrawal_invalid", "退出的记录有误，请按提示修改。", fields=[fault])
    last = deadline(published, rule.withdraw_days)
    if rule.withdraw_days and on > last:
        days = {"last": last.isoformat(), "days": rule.withdraw_days}
        message = "候选人应在名单公布后{days}日内书面退出，最迟{last}；{on}已经过期。"
        missing = Missing("withdrawal_late", message, rule.clause, facts | days)
        raise Conflict("withdrawal_too_late", "退出期限已过，不能受理。", missing=[missing])


def check_standing(state: CandidateState) -> None:
    """Raises Conflict for somebody who is on no paper."""
    if state is not CandidateState.STANDING:
        message = "这个人现在是“{state_name}”，不是正式候选人。"
        raise Conflict("candidate_not_standing", message, state=state.value, state_name=state.zh)


def after_withdrawal(nominees: Sequence[Standing], gone: str) -> tuple[Standing, ...]:
    """The nominees of the post once `gone` has withdrawn. Of those in reserve who are ready, the one whom most electors
    nominated moves up, to the end of the paper; of equals, who was nominated first."""
    numbered = _numbered(nominees)
    reserves = [each for each in numbered if each.state is CandidateState.RESERVE and each.ready]
    up = max(reserves, key=lambda each: each.support, default=None)
    end = 1 + max((each.place for each in numbered if each.place is not None), default=0)
    left = (replace(each, state=CandidateState.WITHDRAWN) if each.id == gone else each for each in numbered)
    return tuple(
        replace(each, state=CandidateState.STANDING, place=end) if up and each.id == up.id else each for each in left
    )


def moved_up(before: Sequence[Standing], after: Sequence[Standing]) -> str | None:
    """The id of who took the free place."""
    reserves = {each.id for each in before if each.state is CandidateState.RESERVE}
    return next((each.id for each in after if each.id in reserves and each.state is CandidateState.STANDING), None)


def _numbered(nominees: Sequence[Standing]) -> list[Standing]:
    """Lists that were published before places were kept get them now, in the order in which they were printed."""
    printed = [each for each in nominees if each.state is CandidateState.STANDING]
    if all(each.place is not None for each in printed):
        return list(nominees)
    places = {each.id: place for place, each in enumerate(printed, 1)}
    return [replace(each, place=places.get(each.id, each.place)) for each in nominees]
