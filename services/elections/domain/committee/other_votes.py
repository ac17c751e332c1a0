"""The other votes: recalls (Art 20), meetings (Art 26-29), yearly appraisals (Art 37)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.rules.modes import Mode
from shared.worded import Worded

if TYPE_CHECKING:
    from services.elections.domain.rules.aftermath_rules import AppraisalRule, MeetingRule, RecallRule
    from services.elections.domain.rules.numbers import Finding


class Grade(Worded):
    """What an appraisal comes to for one member."""

    GOOD = "good", "优秀"
    COMPETENT = "competent", "称职"
    BASICALLY_COMPETENT = "basically_competent", "基本称职"
    INCOMPETENT = "incompetent", "不称职"


@dataclass(frozen=True, slots=True)
class RecallVerdict:
    """A recall needs the turnout and, of those who voted, enough who agree."""

    turnout: Finding
    agreed: Finding

    @property
    def recalled(self) -> bool:
        return self.turnout.holds and self.agreed.holds


@dataclass(frozen=True, slots=True)
class MeetingVerdict:
    """A decision needs enough members present and, of those, enough who agree: abstaining does not help it."""

    quorum: Finding
    agreed: Finding

    @property
    def passed(self) -> bool:
        return self.quorum.holds and self.agreed.holds


def petition(signed: int, electors: int, mode: Mode, rule: RecallRule) -> Finding:
    """十分之一以上有选举权的居民或者户的代表，或者三分之一以上的居民代表联名 (Art 20)."""
    return rule.petition.share(mode)(signed, electors, rule.petition.clause)


def recall_verdict(*, voted: int, agreed: int, electors: int, mode: Mode, rule: RecallRule) -> RecallVerdict:
    turnout = rule.turnout.share(mode)(voted, electors, rule.turnout.clause)
    return RecallVerdict(turnout, rule.agreed(agreed, voted, rule.clause))


def meeting_verdict(*, present: int, agreed: int, members: int, rule: MeetingRule) -> MeetingVerdict:
    return MeetingVerdict(rule.present(present, members, rule.clause), rule.agreed(agreed, present, rule.clause))


def ends_post(grades: Sequence[Grade], rule: AppraisalRule) -> bool:
    """连续两次被评议不称职的，其职务终止 (Art 37). `grades` oldest first."""
    if not rule.fails_end_post:
        return False
    latest = grades[-rule.fails_end_post :]
    return len(latest) == rule.fails_end_post and all(grade is Grade.INCOMPETENT for grade in latest)
