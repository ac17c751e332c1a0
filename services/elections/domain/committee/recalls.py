"""Recalls (Art 20): who may ask for one, the member's defence, and what the vote comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import Finding
from services.elections.domain.verdict.outcomes import ContestVerdict, Outcome, Standing
from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from services.elections.domain.candidacy.contests import Ballot
    from services.elections.domain.counting.tally import Figures, Sheet
    from services.elections.domain.rules.aftermath_rules import RecallRule


class RecallState(Worded):
    """A petition that too few signed is `refused`, and kept; `called` when its vote is; `stopped` when the members'
    election was void."""

    REFUSED = "refused", "联名人数不足"
    ACCEPTED = "accepted", "已受理"
    CALLED = "called", "已安排投票"
    DECIDED = "decided", "已表决"
    STOPPED = "stopped", "当选无效，已终止"


OPEN = (RecallState.ACCEPTED, RecallState.CALLED)


@dataclass(frozen=True, slots=True)
class RecallFacts:
    """What the opening of a recall's poll is judged by: members who have not answered, and until when they may."""

    unheard: tuple[str, ...] = ()
    defend_by: date = date.min


def check_signatures(electors: Sequence[object], paper_signed: int | None) -> int:
    """How many signed: electors by their ids, or the count of a paper list. Raises Invalid for both, none, or one
    person twice."""
    if bool(electors) == (paper_signed is not None):
        fault = FieldError("signers", "signatures_unclear", "请填写联名选民，或者填写纸质联名名册的人数，两者选一。")
    elif len(set(electors)) != len(electors):
        fault = FieldError("signers", "signed_twice", "同一名选民只能联名一次。")
    else:
        return len(electors) if paper_signed is None else paper_signed
    raise Invalid("petition_invalid", "罢免要求的登记有误，请按提示修改。", fields=[fault])


def check_asked_of(signed_by: Mode, asked_of: int | None, signed: int, *, mode: Mode) -> None:
    """Raises Invalid for signatures of others than those on the roll without how many of those there are: the roll
    lists who elected, and a petition may come from any of the three (Art 20)."""
    facts = {"signed": signed, "asked_of": asked_of, "signed_by": signed_by, "signed_by_name": signed_by.zh}
    if asked_of is None and signed_by is not mode:
        message = "联名的不是本次选举名单上的人员，请填写这类人员的总数。"
        fault = FieldError("asked_of", "asked_of_missing", message, facts)
    elif asked_of is not None and signed_by is mode:
        fault = FieldError("asked_of", "asked_of_known", "总数按选举名单计算，不用填写。", facts)
    elif asked_of is not None and signed > asked_of:
        message = "联名{signed}人，多于总数{asked_of}。"
        fault = FieldError("signed", "signed_over_asked", message, facts)
    else:
        return
    raise Invalid("petition_invalid", "罢免要求的登记有误，请按提示修改。", fields=[fault])


def check_call(polling_day: date, *, received: date, today: date, rule: RecallRule) -> None:
    """Raises Invalid for a day that is past, or later than the rules give after the petition."""
    last = received + timedelta(days=rule.hold_within)
    if polling_day < today:
        days = {"called_on": today.isoformat()}
        fault = FieldError("polling_day", "before_call", "投票日不能早于今天{called_on}。", days)
    elif rule.hold_within and polling_day > last:
        facts = {"days": rule.hold_within, "last": last.isoformat()}
        message = "罢免投票应在收到要求后{days}日内举行，最迟{last}。"
        fault = FieldError("polling_day", "recall_late", message, facts)
    else:
        return
    raise Invalid("recall_invalid", "罢免投票的安排有误。", fields=[fault])


def check_callable(state: RecallState, petition: Finding) -> None:
    """Raises Conflict for a petition that too few signed, or whose vote is called already."""
    if state is RecallState.REFUSED:
        message = "联名人数没有达到法定要求：{inequality}。"
        missing = Missing("petition_too_small", message, petition.clause, {"inequality": petition.inequality})
        raise Conflict("recall_refused", "联名人数不足，不能组织罢免投票。", missing=[missing])
    if state is RecallState.STOPPED:
        raise Conflict("recall_stopped", "被要求罢免的成员当选无效，这项罢免要求已经终止。")
    if state is not RecallState.ACCEPTED:
        raise Conflict("recall_called", "这项罢免要求的投票已经安排或者已经表决。")


def defence_duties(recall: RecallFacts, on: date, rule: RecallRule) -> Iterator[Missing | None]:
    """被提出罢免的居民委员会成员有权提出申辩意见 (Art 20): the poll waits until they did, or their time is over."""
    if on > recall.defend_by:
        return
    for name in recall.unheard:
        facts = {"name": name, "defend_by": recall.defend_by.isoformat()}
        message = "{name}还没有提出申辩意见，申辩期限到{defend_by}；期满或者申辩以后才能开始投票。"
        yield Missing("defence_missing", message, rule.clause, facts)


def recall_outcome(ballot: Ballot, figures: Figures, voted: int, rule: RecallRule, *, valid: bool) -> ContestVerdict:
    """The votes on the sheet are those for the recall: it is passed by more than half of those who voted."""
    standings = [_standing(each, figures.votes[each], voted, rule) for each in ballot.candidates]
    passed = Outcome.RECALLED if any(each.holds for each in standings) else Outcome.KEPT
    return ContestVerdict(
        post=ballot.post,
        seats=ballot.seats,
        outcome=passed if valid else Outcome.VOID,
        seats_short=0,
        void=figures.void,
        others=figures.others,
        candidates=tuple(standings),
        another_ballot=(),
    )


def _standing(candidate: str, votes: int, voted: int, rule: RecallRule) -> Standing:
    agreed = rule.agreed(votes, voted, rule.clause)
    return Standing(candidate, votes, False, False, agreed.holds, agreed.inequality, agreed.clause)


def recall_contests(ballots: Sequence[Ballot], sheet: Sheet, rule: RecallRule, *, valid: bool) -> list[ContestVerdict]:
    return [recall_outcome(each, sheet.contests[each.post], sheet.recovered, rule, valid=valid) for each in ballots]
