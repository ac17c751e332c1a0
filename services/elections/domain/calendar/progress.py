"""How far a timetable is today: which stages are done, late, under way, and who must act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.calendar.stages import POLLING
from services.elections.domain.procedure.steps import State
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from services.elections.domain.calendar.planning import DatedStage, Plan


class StageState(Worded):
    """`late` is past the law's last day; `behind` only past the planned one. `passed` was never recorded, and what
    waited for it is done."""

    DONE = "done", "已完成"
    NOT_NEEDED = "not_needed", "不需要"
    PASSED = "passed", "未记录"
    LATE = "late", "逾期"
    BEHIND = "behind", "晚于计划"
    UNDER_WAY = "under_way", "正在办理"
    WAITING = "waiting", "等待前项"
    OPEN = "open", "尚未开始"

    @property
    def over(self) -> bool:
        return self in {StageState.DONE, StageState.NOT_NEEDED, StageState.PASSED}

    @property
    def acting(self) -> bool:
        """Somebody must act now."""
        return self in {StageState.LATE, StageState.BEHIND, StageState.UNDER_WAY}


@dataclass(frozen=True, slots=True)
class StageToday:
    """`waiting_for` are codes of the stages that must be done first."""

    dated: DatedStage
    state: StageState
    waiting_for: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.dated.stage.code

    @property
    def counting(self) -> bool:
        """Whether its last day stands: one that is counted from a stage ahead does not yet."""
        return _counting(self.dated, self.waiting_for)

    @property
    def due_on(self) -> date:
        """The law's last day for it; where the law names none, the planned day."""
        return self.dated.lawful_until or self.dated.span.ends_on


def progress(
    plan: Plan, state: State, *, today: date, not_needed: Collection[str] = frozenset()
) -> tuple[StageToday, ...]:
    """Each stage as it stands; `not_needed` are those that were marked so."""
    over = {each.stage.code for each in plan.stages if each.done} | _passed(plan, state)
    return tuple(_today(each, over, today, not_needed) for each in plan.stages)


def _today(dated: DatedStage, over: set[str], today: date, not_needed: Collection[str]) -> StageToday:
    waiting_for = tuple(code for code in dated.stage.after if code not in over)
    if dated.done:
        state = StageState.NOT_NEEDED if dated.stage.code in not_needed else StageState.DONE
    elif dated.stage.code in over:
        state = StageState.PASSED
    else:
        state = _pending(dated, waiting_for, today)
    return StageToday(dated, state, () if state.over else waiting_for)


def _pending(dated: DatedStage, waiting_for: tuple[str, ...], today: date) -> StageState:
    if dated.lawful_until is not None and today > dated.lawful_until and _counting(dated, waiting_for):
        return StageState.LATE
    if waiting_for:
        return StageState.WAITING
    if today > dated.span.ends_on:
        return StageState.BEHIND
    return StageState.UNDER_WAY if today >= dated.span.begins_on else StageState.OPEN


def _counting(dated: DatedStage, waiting_for: tuple[str, ...]) -> bool:
    return dated.stage.latest is None or dated.stage.latest.anchor not in waiting_for


def _passed(plan: Plan, state: State) -> set[str]:
    """Stages that what came later has overtaken; all of them where the election was given up."""
    codes = {each.stage.code for each in plan.stages}
    if state in {State.CANCELLED, State.VOID}:
        return codes
    after = {each.stage.code: each.stage.after for each in plan.stages}
    found = {code for each in plan.stages if each.done for code in each.stage.after}
    if state is State.CERTIFIED:
        found.add(POLLING)
    for each in reversed(plan.stages):
        if each.stage.code in found:
            found.update(after[each.stage.code])
    return found
