"""Promises (R70): said, by whom, until when, and whether it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded


class PromiseState(Worded):
    OPEN = "open", "办理中"
    KEPT = "kept", "已兑现"
    GIVEN_UP = "given_up", "未能兑现"


@dataclass(frozen=True, slots=True)
class Balance:
    """Of promises that are due or settled: one that is still within its days says nothing yet."""

    kept: int
    kept_late: int
    given_up: int
    overdue: int
    waiting: int

    @property
    def percent_kept(self) -> int | None:
        """In time or late, of all whose day has come; None before any."""
        judged = self.kept + self.kept_late + self.given_up + self.overdue
        return 100 * (self.kept + self.kept_late) // judged if judged else None


def check_days(promised_on: date, due_on: date, *, today: date) -> None:
    faults = []
    if promised_on > today:
        faults.append(FieldError("promised_on", "day_ahead", "承诺日期不能在今天以后。"))
    if due_on < promised_on:
        faults.append(FieldError("due_on", "day_before", "兑现期限不能早于承诺日期。"))
    if faults:
        raise Invalid("promise_invalid", "承诺有误，请按提示修改。", fields=faults)


def must_be_open(state: PromiseState) -> None:
    if state is not PromiseState.OPEN:
        raise Conflict("promise_settled", "这项承诺“{state_name}”，不能再改。", state_name=state.zh)


def is_overdue(state: PromiseState, due_on: date, *, today: date) -> bool:
    return state is PromiseState.OPEN and due_on < today
