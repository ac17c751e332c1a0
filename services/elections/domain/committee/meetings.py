"""Meetings of residents and of representatives (Art 26-29): who may demand one, notice, membership, decisions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from services.elections.domain.committee.other_votes import MeetingVerdict, meeting_verdict
from shared.errors import FieldError, Invalid
from shared.worded import Worded

if TYPE_CHECKING:
    from services.elections.domain.rules.aftermath_rules import MeetingRule, MeetingsRule
    from services.elections.domain.rules.numbers import Finding


class MeetingKind(Worded):
    RESIDENTS = "residents", "居民会议"
    REPRESENTATIVES = "representatives", "居民代表会议"


class CalledBy(Worded):
    """The committee of its own accord, or because enough demanded it."""

    COMMITTEE = "committee", "居民委员会召集"
    RESIDENTS = "residents", "居民提议"
    HOUSEHOLDS = "households", "户的代表提议"
    REPRESENTATIVES = "representatives", "居民代表提议"


@dataclass(frozen=True, slots=True)
class Call:
    """`members` who may take part; of a representatives' meeting `representatives` are so many of them.

    `asked` of `asked_of` demand it. `special_reason` is why residents are told later than the rules say.
    """

    kind: MeetingKind
    called_by: CalledBy
    called_on: date
    held_on: date
    members: int
    representatives: int = 0
    asked: int = 0
    asked_of: int = 0
    special_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Motion:
    """What was put to the vote, and how many said what."""

    motion: str
    agreed: int
    against: int
    abstained: int


def rule_of(kind: MeetingKind, rules: MeetingsRule) -> MeetingRule:
    return rules.residents if kind is MeetingKind.RESIDENTS else rules.representatives


def demand(call: Call, rules: MeetingsRule) -> Finding | None:
    """Whether enough demand it; None when the committee calls it itself."""
    if call.called_by is CalledBy.COMMITTEE:
        return None
    rule = rule_of(call.kind, rules)
    share = rule.call_representatives if call.called_by is CalledBy.REPRESENTATIVES else rule.call
    return share(call.asked, call.asked_of, rule.clause)


def check_call(call: Call, rules: MeetingsRule) -> None:
    """Raises Invalid naming everything that is not as Art 26 and 28 want it."""
    faults = [*_demand_faults(call, rules), *_notice_faults(call, rules), *_membership_faults(call, rules)]
    if faults:
        raise Invalid("meeting_invalid", "会议的召集有误，请按提示修改。", fields=faults)


def _demand_faults(call: Call, rules: MeetingsRule) -> Iterator[FieldError]:
    if call.kind is MeetingKind.REPRESENTATIVES and call.called_by not in {
        CalledBy.COMMITTEE,
        CalledBy.REPRESENTATIVES,
    }:
        yield FieldError("called_by", "called_by_wrong", "居民代表会议由居民委员会召集，或者由居民代表提议。")
        return
    found = demand(call, rules)
    if call.asked > call.asked_of:
        yield FieldError("asked", "asked_too_many", "提议人数不能多于总人数。")
    elif found is not None and not found.holds:
        facts = {"inequality": found.inequality, "clause": found.clause}
        yield FieldError("asked", "demand_too_small", "提议人数没有达到规定（{clause}）：{inequality}。", facts)


def _notice_faults(call: Call, rules: MeetingsRule) -> Iterator[FieldError]:
    """召集居民会议，应当提前十日通知居民；遇有特殊情况的，可以临时通知居民 (Art 26)."""
    rule, days = rule_of(call.kind, rules), (call.held_on - call.called_on).days
    if days < 0:
        yield FieldError("called_on", "called_after", "通知日期不能晚于开会日期。")
    elif days < rule.notice_days and not (call.special_reason or "").strip():
        facts = {"days": days, "needed": rule.notice_days, "clause": rule.clause}
        message = "应当提前{needed}日通知（{clause}），现在只有{days}日；有特殊情况的，请写明理由。"
        yield FieldError("called_on", "notice_short", message, facts)


def _membership_faults(call: Call, rules: MeetingsRule) -> Iterator[FieldError]:
    """居民代表应当占居民代表会议组成人员的五分之四以上 (Art 28)."""
    if call.kind is MeetingKind.RESIDENTS:
        return
    if call.representatives > call.members:
        yield FieldError("representatives", "representatives_too_many", "居民代表不能多于会议组成人员。")
        return
    clause = rules.representatives.clause
    found = rules.representatives_share(call.representatives, call.members, clause)
    if not found.holds:
        facts = {"inequality": found.inequality, "clause": clause}
        message = "居民代表在会议组成人员中占比不足（{clause}）：{inequality}。"
        yield FieldError("representatives", "representatives_too_few", message, facts)


def check_record(motions: Sequence[Motion], *, present: int, members: int) -> None:
    """Raises Invalid for more present than there are members, and for more votes than are present."""
    faults: list[FieldError] = []
    if present > members:
        facts = {"present": present, "members": members}
        faults.append(FieldError("present", "present_too_many", "到会{present}人，多于应到{members}人。", facts))
    for place, motion in enumerate(motions):
        votes = motion.agreed + motion.against + motion.abstained
        if votes > present:
            facts = {"votes": votes, "present": present}
            message = "表决共{votes}票，多于到会{present}人。"
            faults.append(FieldError(f"motions.{place}.agreed", "votes_over_present", message, facts))
    if faults:
        raise Invalid("meeting_invalid", "会议记录有误，请按提示修改。", fields=faults)


def verdict_on(motion: Motion, *, present: int, members: int, rule: MeetingRule) -> MeetingVerdict:
    return meeting_verdict(present=present, agreed=motion.agreed, members=members, rule=rule)


def next_meeting_by(last: date, rules: MeetingsRule) -> date | None:
    """居民代表会议每半年至少召开一次 (Art 28): the last day for the next; None where the rules name no period."""
    if not rules.representatives_months:
        return None
    years, month = divmod(last.month - 1 + rules.representatives_months, 12)
    year = last.year + years
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))
