"""What became of a disclosure that is owed: not due yet, due, late, published, hanging, or done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.notices.domain.disclosure.periods import Every
from services.notices.domain.notice import DISPLAY_DAYS, Kind, State
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

REMIND_DAYS = 3
"""So many days before the last one, whoever must publish is reminded."""


class DutyState(Worded):
    NOT_DUE = "not_due", "未到期"
    DUE = "due", "应公布"
    LATE = "late", "逾期"
    POSTED = "posted", "已公布"  # published, and not on the physical board
    HANGING = "hanging", "张贴中"  # published, and on the physical board
    DONE = "done", "公布期满"  # published for as long as it has to be


class Light(Worded):
    """A community's matter at a glance."""

    RED = "red", "逾期未公布"
    YELLOW = "yellow", "应公布"
    GREEN = "green", "已公布"
    NONE = "none", "未到期"


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """`opens_on` is the first day on which it can be published, `hung` whether it hangs on a board now."""

    opens_on: date
    due_on: date
    posted_on: date | None = None
    display_until: date | None = None
    hung: bool = False


def state_of(facts: DutyFacts, today: date) -> DutyState:
    if facts.posted_on is None:
        if today > facts.due_on:
            return DutyState.LATE
        return DutyState.NOT_DUE if today < facts.opens_on else DutyState.DUE
    if facts.display_until is not None and today > facts.display_until:
        return DutyState.DONE
    return DutyState.HANGING if facts.hung else DutyState.POSTED


def days_late(facts: DutyFacts, today: date) -> int:
    """Days after the last one on which it was published, or has still not been."""
    return max(0, ((facts.posted_on or today) - facts.due_on).days)


def light_of(states: Iterable[DutyState]) -> Light:
    """The worst of a matter's disclosures."""
    found = set(states)
    if DutyState.LATE in found:
        return Light.RED
    if DutyState.DUE in found:
        return Light.YELLOW
    return Light.GREEN if found - {DutyState.NOT_DUE} else Light.NONE


def shown_until(posted_on: date, display_days: int) -> date:
    """The day of publication is not counted (民法典 Art 201)."""
    return posted_on + timedelta(days=max(display_days, DISPLAY_DAYS))


def must_disclose(kind: Kind, state: State) -> None:
    """Raises Conflict for a notice that is no disclosure, or never will be."""
    if kind is not Kind.DISCLOSURE or state is State.WITHDRAWN:
        raise Conflict("no_disclosure", "只有居务公开类的公告才能用来公开事项，已作废的不行。")


def must_be_owed(posted_on: date | None) -> None:
    if posted_on is not None:
        raise Conflict("disclosed_already", "这一事项已于{day}公布。", day=posted_on.isoformat())


def check_local(code: str, *, every: Every, days: int, display_days: int) -> None:
    """A place may ask for more than the law, not for less. Raises Invalid."""
    faults: list[FieldError] = []
    if display_days < DISPLAY_DAYS:
        facts = {"days": DISPLAY_DAYS}
        faults.append(FieldError("display_days", "display_too_short", "公布的期限不得少于{days}日。", facts))
    if days < 0 or (every is Every.MONTH and days > 31):
        faults.append(FieldError("days", "days_impossible", "下一期开始公布之前，这一期就应公布。"))
    if faults:
        raise Invalid("disclosure_matter_invalid", "公开事项有误，请按提示修改。", fields=faults, matter=code)
