"""An activity's rules: what may be planned, who gets a place, when people check in and say what they thought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.clock import CIVIL_ZONE
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

CHECK_IN_BEFORE = timedelta(minutes=30)
FEEDBACK_DAYS = 14
_REVIVED_AFTER = timedelta(days=365)


class ActivityState(Worded):
    PLANNED = "planned", "如期举行"
    CANCELLED = "cancelled", "已取消"


class SignUpState(Worded):
    PLACE = "place", "已报名"
    WAITING = "waiting", "候补中"
    WITHDRAWN = "withdrawn", "已退出"


class Novelty(Worded):
    """R74: residents come again where there is something new."""

    NEW = "new", "首次举办"
    REVIVED = "revived", "重新举办"
    REGULAR = "regular", "常规活动"


class CameBy(Worded):
    CODE = "code", "扫码签到"
    LIST = "list", "工作人员登记"


@dataclass(frozen=True, slots=True)
class Plan:
    """`least` is the number of sign-ups below which it is not worth holding (R16), `target_share` the percentage of
    residents who must have been told before it counts as announced (R73). None: no limit, no such condition."""

    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime
    capacity: int | None
    least: int | None
    target_share: int | None


def check_plan(plan: Plan, *, now: datetime) -> None:
    """Raises Invalid with each fault."""
    if faults := list(_faults(plan, now)):
        raise Invalid("activity_invalid", "活动安排有误，请按提示修改。", fields=faults)


def _faults(plan: Plan, now: datetime) -> Iterator[FieldError]:
    if plan.starts_at <= now:
        yield FieldError("starts_at", "activity_past", "开始时间已经过去。")
    if plan.ends_at <= plan.starts_at:
        yield FieldError("ends_at", "ends_before_start", "结束时间应晚于开始时间。")
    if plan.sign_up_until > plan.starts_at:
        yield FieldError("sign_up_until", "sign_up_too_late", "报名应在活动开始前截止。")
    if plan.capacity is not None and plan.least is not None and plan.least > plan.capacity:
        yield FieldError("least", "least_above_capacity", "最少人数不能超过名额。")


def check_sign_up_open(state: ActivityState, sign_up_until: datetime, *, published: bool, now: datetime) -> None:
    """Raises Conflict."""
    must_be_planned(state)
    if not published:
        raise Conflict("activity_unpublished", "这个活动还没有公布，不能报名。")
    if now > sign_up_until:
        raise Conflict("sign_up_closed", "报名已经截止。")


def must_be_planned(state: ActivityState) -> None:
    if state is ActivityState.CANCELLED:
        raise Conflict("activity_cancelled", "这个活动已经取消。")


def place_or_waiting(taken: int, capacity: int | None) -> SignUpState:
    return SignUpState.PLACE if capacity is None or taken < capacity else SignUpState.WAITING


def free_places(taken: int, capacity: int | None, waiting: int) -> int:
    """How many of the waiting move up."""
    return waiting if capacity is None else max(0, min(waiting, capacity - taken))


def check_check_in_open(starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    must_have_opened(starts_at, now=now)
    if now >= ends_at:
        raise Conflict("activity_over", "活动已经结束，请工作人员登记。")


def must_have_opened(starts_at: datetime, *, now: datetime) -> None:
    """Raises Conflict: nobody is there yet."""
    opens = starts_at - CHECK_IN_BEFORE
    if now < opens:
        time = f"{opens.astimezone(CIVIL_ZONE):%Y-%m-%d %H:%M}"
        raise Conflict("check_in_not_open", "签到从{time}开始。", time=time)


def check_feedback_open(ends_at: datetime, *, now: datetime) -> None:
    if now < ends_at:
        raise Conflict("feedback_too_early", "活动结束后才能评价。")
    if now > ends_at + timedelta(days=FEEDBACK_DAYS):
        raise Conflict("feedback_too_late", "评价只在活动后{days}天内收集。", days=FEEDBACK_DAYS)


def novelty(last_held: date | None, starts_on: date) -> Novelty:
    """`last_held` is the day of the last activity of this theme in the community."""
    if last_held is None:
        return Novelty.NEW
    return Novelty.REVIVED if starts_on - last_held > _REVIVED_AFTER else Novelty.REGULAR


def must_be_published(published: bool) -> None:
    if not published:
        raise Conflict("activity_unpublished", "这个活动的公告还没有公布，不能宣布。")


def must_be_covered(share: int | None, target: int) -> None:
    """R73: an activity is not announced while more residents than allowed know nothing of it. `share` is the percentage
    of residents who were reached, None while nothing was sent."""
    if (share or 0) < target:
        message = "已告知{share}%的居民，达到{target}%才能宣布；请先发送通知或上门告知。"
        raise Conflict("coverage_too_small", message, share=share or 0, target=target)
