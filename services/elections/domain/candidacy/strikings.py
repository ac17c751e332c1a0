"""A published candidate is struck off: by death, for a bar found late, or off the roll (Art 16, 18).

Unlike a withdrawal it has no last day before the count. Where papers are printed already the name stays on them; votes
for it are counted and shown, and elect nobody (ADR 15).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.candidacy.withdrawals import after_withdrawal
from services.elections.domain.procedure.kinds import ElectionKind
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.elections.domain.candidacy.withdrawals import Standing


class StruckFor(Worded):
    DIED = "died", "去世"
    RIGHTS_LOST = "rights_lost", "被剥夺政治权利"
    BARRED = "barred", "不符合候选人条件"
    OFF_ROLL = "off_roll", "不在选民名单上"


def check_striking(on: date, *, kind: ElectionKind, published: date, today: date) -> None:
    """Raises Invalid for a day before publication or to come, Conflict for a member whose recall is voted on."""
    if kind is ElectionKind.RECALL:
        raise Conflict("striking_from_recall", "罢免投票没有候选人，请登记成员的职务终止。")
    if not published <= on <= today:
        facts = {"on": on.isoformat(), "published": published.isoformat(), "today": today.isoformat()}
        message = "除名日期应在候选人名单公布日{published}到今天{today}之间。"
        fault = FieldError("on", "striking_day", message, facts)
        raise Invalid("striking_invalid", "除名的记录有误，请按提示修改。", fields=[fault])


def after_striking(nominees: Sequence[Standing], gone: str, *, printed: bool) -> tuple[Standing, ...]:
    """The nominees of the post once `gone` is struck off. A reserve moves up while the paper may still be changed;
    whoever keeps a place is on it."""
    if printed:
        return tuple(replace(each, state=CandidateState.STRUCK) if each.id == gone else each for each in nominees)
    left = after_withdrawal(nominees, gone)
    return tuple(replace(each, state=CandidateState.STRUCK, place=None) if each.id == gone else each for each in left)
