"""How residents come to know the candidates: statements, and meetings at which they answer questions (Art 18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.errors import FieldError, Invalid, Missing

if TYPE_CHECKING:
    from datetime import date

    from services.elections.domain.procedure.kinds import ElectionKind
    from services.elections.domain.rules.rule_set import NominationRule

LONGEST_STATEMENT = 2000


@dataclass(frozen=True, slots=True)
class Meeting:
    """`attended` residents asked so many `questions`; `document` is its record."""

    on: date
    place: str
    attended: int
    questions: int
    document: str


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The days of the meetings."""

    days: tuple[date, ...] = ()


def meeting_duty(facts: MeetingFacts, kind: ElectionKind, on: date, rule: NominationRule) -> Missing | None:
    """居民选举委员会应当组织候选人与居民见面 (Art 18). Further ballots come after one."""
    if not rule.meeting_required or kind.further or any(day <= on for day in facts.days):
        return None
    message = "还没有组织候选人与居民见面，应当由候选人介绍履职设想、回答居民的问题后再投票。"
    return Missing("candidate_meeting_missing", message, rule.clause)


def check_meeting(on: date, *, published: date, today: date) -> None:
    """Raises Invalid: before the list is published there are no candidates to meet."""
    if published <= on <= today:
        return
    facts = {"published": published.isoformat(), "today": today.isoformat()}
    fault = FieldError("on", "meeting_day", "见面日期应在候选人名单公布日{published}到今天{today}之间。", facts)
    raise Invalid("meeting_invalid", "见面的记录有误，请按提示修改。", fields=[fault])


def tidied_statement(text: str) -> str:
    """Lines as they were written, without what cannot be seen at their ends."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
