"""What can be done at training's desk by forms: each is an operation of the API."""

from __future__ import annotations

from collections.abc import Mapping

from services.training.domain.planning.schedules import ScheduleState
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask

_BY_DEFAULT = ("windows", "weekdays", "size", "travel", "weights")
"""What a plan is asked for with the API's own values."""


def _offered(_: Ids) -> Mapping[str, Choices]:
    places = [(each["area"], each["name"]) for each in ask("/api/v1/structure")["items"]]
    courses = [(each["id"], each["title_zh"]) for each in ask("/api/v1/courses", limit=200)["items"]]
    return {"area": places, "course_id": courses}


ACTIONS = (
    Action(
        "schedules.ask",
        "自动排课",
        hint="给一个社区排课：每天上午和下午各一段，周一至周五；没有选课程时按每人每年的次数排。",
        button="开始排课",
        labels={"area": "社区", "required": "大家都要上的课程"},
        omitted=_BY_DEFAULT,
        choices=_offered,
        rows=3,
        then="/desk/schedules/{id}",
    ),
    Action(
        "schedules.publish",
        "发布计划",
        hint="发布以后成为正式的培训班次，并通知参加的干部。",
        button="发布",
        states=(ScheduleState.SOLVED,),
    ),
    Action("schedules.cancel", "停止排课", button="停止", states=(ScheduleState.SOLVING,)),
    Action(
        "schedules.plan_anew",
        "重新排课",
        hint="从明天起的培训按最少变动重新安排，比如有教师请假的时候。",
        button="重新排课",
        states=(ScheduleState.PUBLISHED,),
        then="/desk/schedules/{id}",
    ),
)
