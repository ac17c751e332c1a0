"""Activities at the desk: planned, moved, cancelled; who signed up and who came."""

from __future__ import annotations

from services.notices.domain.activities.activity import ActivityState, Novelty, SignUpState
from services.notices.pages.desk.dues import Due
from services.notices.pages.desk.office_templates import PREVIEW
from services.notices.store import activities
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table


def _possible(code: str, item: Item) -> bool:
    done = code == "activities.announce" and item["announced_at"] is not None
    return item["state"] == ActivityState.PLANNED and not done


def _not_come(_code: str, item: Item) -> bool:
    return item["came_at"] is None and item["state"] != SignUpState.WITHDRAWN


SECTIONS = (
    Section(
        "activities",
        "活动",
        (
            Table(
                "/api/v1/activities",
                (
                    Column("title", "标题", "activity"),
                    Column("starts_at", "开始", "moment"),
                    Column("venue", "地点"),
                    Column("sign_up_until", "报名截止", "moment"),
                    Column("capacity", "名额"),
                    Column("least", "最少人数"),
                    Column("short_told_at", "人数不足", "moment"),
                    Column("announced_at", "何时告知了足够的居民", "moment"),
                    Column("novelty", "新意", codes=Novelty),
                    Column("state", "状态", codes=ActivityState),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="activity_id",
                fills=(("version", "version"),),
                actions=("activities.change", "activities.announce", "activities.cancel"),
                show=_possible,
                about=("title",),
            ),
        ),
        ("activities.plan",),
        hint="活动的公告经第二人审核、公布以后，居民就可以报名。改期、换地点、取消会马上告诉报名的人，并对挂出的公告提出更正，由另一人在“更正”里审核。",
    ),
)

ONE = Section(
    "activity",
    "报名和签到",
    (
        Table(
            "/api/v1/activities/{id}/figures",
            (
                Column("signed_up", "已报名"),
                Column("waiting", "候补人数"),
                Column("came", "已签到"),
                Column("no_shows", "未到"),
                Column("first_timers", "首次参加（%）"),
                Column("rating", "平均分"),
            ),
            items="",
        ),
        Table("/api/v1/activities/{id}/hall", (Column("page", "签到屏幕", "link"),), items=""),
        Table(
            "/api/v1/activities/{id}/sign-ups",
            (
                Column("name", "姓名"),
                Column("address", "联系方式"),
                Column("state", "状态", codes=SignUpState),
                Column("signed_at", "报名时间", "moment"),
                Column("came_at", "签到时间", "moment"),
                Column("code", "报名编号"),
            ),
            title="报名的人",
            pages=True,
            id_name="sign_up_id",
            actions=("activities.attend",),
            show=_not_come,
        ),
    ),
    ("activities.sign_up",),
)

ACTIONS = (
    Action(
        "activities.plan",
        "安排活动",
        button="保存",
        preview=PREVIEW,
        labels={"theme": "主题（历年同类活动用同一个）"},
    ),
    Action("activities.change", "修改", button="保存", begins="activities.show"),
    Action(
        "activities.announce",
        "宣布",
        hint="告知的居民达到设定的比例才能宣布；没有达到的，先发送通知或上门告知。",
        button="宣布",
    ),
    Action("activities.cancel", "取消", button="取消活动", labels={"reason": "原因（告诉报名的人）"}),
    Action("activities.sign_up", "代为报名", button="保存", labels={"name": "姓名"}, omitted=("resident_id",)),
    Action("activities.attend", "签到", button="签到"),
)

DUES = (Due("activities", "报名人数不足、要决定的活动", activities.short_by_area, scope="notices:write", urgent=True),)
