"""Residents at the desk: the register, files of it, who asked to be told, how many an audience has."""

from __future__ import annotations

from collections.abc import Mapping

from services.notices.domain.residents.imports import ImportState
from services.notices.domain.residents.joining import JoinState
from services.notices.domain.residents.kinds import BestTime, Interest, ResidentKind
from services.notices.domain.residents.register_file import ADDRESSED
from services.notices.pages.desk.dues import Due
from services.notices.store import join_requests, resident_imports
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Item, Link, Section, Table

_READ = "notices:residents:read"
_BACK = "resident.come_back"
_FIND = "按编号、姓名、门牌或工作单位查找"
_STATES = {
    "resident_imports.confirm": ImportState.READY,
    "resident_imports.discard": ImportState.READY,
    "join_requests.match": JoinState.WAITING,
    "join_requests.refuse": JoinState.WAITING,
}


def _open(code: str, item: Item) -> bool:
    return item["state"] == _STATES[code]


def _candidates(ids: Ids) -> Mapping[str, Choices]:
    found = ask(f"/api/v1/join-requests/{ids['request_id']}")["candidates"]
    return {
        "resident_id": [
            (each["id"], " · ".join(filter(None, (each["number"], each["name"], each["building"], each["door"]))))
            for each in found
        ]
    }


def _words(_: Ids) -> Mapping[str, Choices]:
    return {
        "kinds": [(kind.value, kind.zh) for kind in ResidentKind],
        "interests": [(each.value, each.zh) for each in Interest],
        "best_time": [(each.value, each.zh) for each in BestTime],
        "language": [("zh", "中文"), ("en", "英文")],
    }


SECTIONS = (
    Section(
        "residents",
        "居民名册",
        (
            Table(
                "/api/v1/residents",
                (
                    Column("number", "居民编号"),
                    Column("name", "姓名"),
                    Column("group", "居民小组"),
                    Column("building", "楼栋"),
                    Column("door", "门牌"),
                    Column("kinds", "居民类别", "kinds"),
                    Column("contacts", "联系方式", "contacts"),
                    Column("id", "个人页面", "own_page"),
                ),
                scope=_READ,
                query={"area": "{id}"},
                pages=True,
                find="text",
                find_title=_FIND,
                id_name="resident_id",
                fills=(("version", "version"),),
                actions=(
                    "residents.change",
                    "residents.set_one_contact",
                    "residents.leave",
                    "residents.renew_own_page",
                    "residents.erase",
                ),
            ),
        ),
        ("residents.register",),
        hint="同意接收的联系方式才会发通知。",
        links=(Link("desk.audience", "看看一条通知会发给多少人"),),
    ),
    Section(
        "moved-away",
        "迁出的居民",
        (
            Table(
                "/api/v1/residents",
                (
                    Column("number", "居民编号"),
                    Column("name", "姓名"),
                    Column("building", "楼栋"),
                    Column("door", "门牌"),
                    Column("moved_away_on", "迁出日期"),
                ),
                scope=_READ,
                query={"area": "{id}", "gone": "true"},
                pages=True,
                find="text",
                find_title=_FIND,
                id_name="resident_id",
                actions=(_BACK, "residents.erase"),
            ),
        ),
        hint="迁回的居民在这里重新登记，不必另立新的一行。",
    ),
    Section(
        "resident-imports",
        "导入居民名册",
        (
            Table(
                "/api/v1/residents/imports",
                (
                    Column("created_at", "上传时间", "moment"),
                    Column("name", "文件"),
                    Column("state", "状态", codes=ImportState),
                    Column("changes.new", "新增"),
                    Column("changes.changed", "有变化"),
                    Column("changes.back", "迁回"),
                    Column("changes.moved_away", "迁出"),
                    Column("changes.same", "无变化"),
                ),
                scope=_READ,
                query={"area": "{id}"},
                pages=True,
                id_name="import_id",
                actions=("resident_imports.confirm", "resident_imports.discard"),
                show=_open,
            ),
        ),
        ("resident_imports.upload",),
        hint="先上传文件检查，看清楚新增、变化和迁出的人数，再确认导入；有错误的行会逐行列出，一行也不导入。",
    ),
    Section(
        "join-requests",
        "登记接收通知的居民",
        (
            Table(
                "/api/v1/join-requests",
                (
                    Column("created_at", "提交时间", "moment"),
                    Column("name", "姓名"),
                    Column("building", "楼栋"),
                    Column("door", "门牌"),
                    Column("address", "联系方式"),
                    Column("state", "状态", codes=JoinState),
                ),
                scope=_READ,
                query={"area": "{id}", "state": JoinState.WAITING.value},
                pages=True,
                id_name="request_id",
                actions=("join_requests.match", "join_requests.refuse"),
                show=_open,
            ),
        ),
        hint="在名册里找到本人后，系统给填写的联系方式发验证消息，本人确认后才开始发通知。",
        links=(Link("join_pages.sheet", "打印登记二维码"),),
    ),
)

_FILE = "列：编号、姓名（必填），出生日期、居民类别、关注事项、居民小组、楼栋、门牌、工作单位、方便时间、语言、迁出日期，以及电子邮箱、同意电子邮件、手机号、同意短信、即时消息账号、同意即时消息。CSV 或 XLSX。"  # noqa: E501
_LABELS = {
    "number": "居民编号",
    "name": "姓名",
    "birth_date": "出生日期",
    "kinds": "居民类别",
    "interests": "关注事项",
    "group": "居民小组",
    "building": "楼栋",
    "door": "门牌",
    "employer": "工作单位",
    "best_time": "方便时间",
    "language": "语言",
}

ACTIONS = (
    Action("residents.register", "登记一位居民", button="登记", labels=_LABELS, choices=_words),
    Action("residents.change", "修改", button="保存", labels=_LABELS, choices=_words, begins="residents.show"),
    Action(
        "residents.set_one_contact",
        "联系方式",
        button="保存",
        labels={"channel": "方式", "address": "号码或地址", "consent": "居民同意用它接收通知"},
        choices=lambda _: {"channel": [(each.value, each.zh) for each in ADDRESSED]},
    ),
    Action(
        "residents.leave",
        "迁出",
        hint="迁出后不再发通知，以前的记录保留。",
        button="保存",
        labels={"on": "迁出日期"},
    ),
    Action(
        "residents.leave",
        "迁回",
        name=_BACK,
        hint="又住回本社区，重新接收通知。",
        button="迁回",
        fixed={"on": None},
    ),
    Action(
        "residents.renew_own_page",
        "重发个人页面",
        hint="原来的个人页面地址立即失效；换好后在名册里打印新的，交给本人。",
        button="换新地址",
    ),
    Action(
        "residents.erase",
        "删除个人信息",
        hint="应居民本人的要求。姓名、住址、联系方式都会删除，不能恢复；统计数字不变。",
        button="确定删除",
    ),
    Action(
        "resident_imports.upload",
        "上传居民名册",
        hint=_FILE,
        button="上传并检查",
        omitted=("apply",),
        labels={"complete": "这是完整的名册：没有列出的居民已经迁出", "file": "文件"},
        then="/desk/jobs/{job_id}",
    ),
    Action("resident_imports.confirm", "确认导入", button="导入", then="/desk/jobs/{job_id}"),
    Action("resident_imports.discard", "放弃", button="放弃"),
    Action(
        "join_requests.match",
        "对上名册",
        button="发验证消息",
        choices=_candidates,
        labels={"resident_id": "名册里的居民"},
    ),
    Action("join_requests.refuse", "名册里没有", button="不登记"),
)

DUES = (
    Due("join-requests", "待核对的登记", join_requests.waiting_by_area, scope="notices:residents:write"),
    Due("resident-imports", "待确认的居民名册", resident_imports.ready_by_area, scope="notices:residents:write"),
)
