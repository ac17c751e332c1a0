"""Suggestions at the desk: in the order of their deadlines; looked through, answered; who answers; mailboxes."""

from __future__ import annotations

from services.notices.domain.suggestions.words import Publication, SuggestionKind, SuggestionState, Topic, Way
from services.notices.pages.desk.dues import Due
from services.notices.store import suggestions
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Item, Section, Table

_STEPS = ("suggestions.make_public", "suggestions.keep_private", "suggestions.answer")
_WAITING = ("suggestions.answer", "suggestions.hand_on", "suggestions.dismiss")
_SHOWN = "suggestions.show"


def _possible(code: str, item: Item) -> bool:
    if code == "suggestions.answer" and item["publication"] == Publication.UNCHECKED:
        return False
    if code in _WAITING:
        return bool(item["state"] == SuggestionState.WAITING)
    return bool(item["state"] != SuggestionState.DISMISSED)


def _waiting(state: SuggestionState, title: str) -> Table:
    return Table(
        "/api/v1/suggestions",
        (
            Column("text", "内容", "suggestion"),
            Column("kind", "类别", codes=SuggestionKind),
            Column("topic", "关于什么", codes=Topic),
            Column("way", "来源", codes=Way),
            Column("answerer", "由谁答复"),
            Column("due_on", "最迟答复", "deadline" if state is SuggestionState.WAITING else "text"),
            Column("publication", "是否公开", codes=Publication),
        ),
        title=title,
        scope="notices:residents:read",
        query={"area": "{id}", "state": state.value},
        pages=True,
        id_name="suggestion_id",
        fills=(("version", "version"),),
        actions=_STEPS if state is SuggestionState.WAITING else (),
        show=_possible,
        about=("text",),
    )


SECTIONS = (
    Section(
        "suggestions",
        "建议和提问",
        (_waiting(SuggestionState.WAITING, "待答复"), _waiting(SuggestionState.ANSWERED, "已答复")),
        ("suggestions.type_in",),
        hint="先审核是否公开（删去个人信息），再答复。逾期的已报告上级。",
    ),
    Section(
        "queries",
        "居务监督委员会的查询",
        (
            Table(
                "/api/v1/queries",
                (
                    Column("text", "查询的内容"),
                    Column("topic", "关于什么", codes=Topic),
                    Column("answerer", "由谁答复"),
                    Column("state", "状态", codes=SuggestionState),
                    Column("due_on", "最迟答复", "deadline"),
                    Column("answer", "答复"),
                    Column("answered_at", "答复时间", "moment"),
                ),
                query={"area": "{id}"},
                pages=True,
            ),
        ),
        ("queries.put",),
        hint="居务监督委员会向居委会提出查询，居委会按期答复；逾期的报告上级。",
    ),
    Section(
        "answerers",
        "由谁答复",
        (
            Table(
                "/api/v1/answerers",
                (
                    Column("topic", "关于什么", codes=Topic),
                    Column("name", "由谁答复"),
                    Column("working_days", "工作日"),
                ),
                query={"area": "{id}"},
                pages=True,
            ),
        ),
        ("answerers.name_",),
        hint="没有指定的，由街道指定的人或者居民委员会主任答复。",
    ),
    Section(
        "mailboxes",
        "信箱二维码",
        (
            Table(
                "/api/v1/mailboxes",
                (Column("place", "地点"), Column("code", "编号"), Column("sheet", "打印张贴", "link")),
                query={"area": "{id}"},
                pages=True,
                id_name="mailbox_id",
                actions=("answerers.take_away",),
                about=("place",),
            ),
        ),
        ("answerers.put_up",),
    ),
)

ONE = Section(
    "suggestion",
    "来信",
    (
        Table(
            "/api/v1/suggestions/{id}",
            (
                Column("text", "内容"),
                Column("place", "地点"),
                Column("name", "姓名"),
                Column("address", "联系方式"),
                Column("state", "状态", codes=SuggestionState),
                Column("publication", "是否公开", codes=Publication),
                Column("public_text", "公开的内容"),
                Column("private_reason", "理由"),
                Column("due_on", "最迟答复", "deadline"),
                Column("code", "回执编号"),
            ),
            items="",
            id_name="suggestion_id",
            fills=(("version", "version"),),
            actions=(*_STEPS, "suggestions.hand_on", "suggestions.dismiss", "suggestions.put_scan"),
            show=_possible,
            about=("text",),
        ),
        Table(
            "/api/v1/suggestions/{id}",
            (
                Column("asked", "追问"),
                Column("asked_at", "收到时间", "moment"),
                Column("due_on", "最迟答复"),
                Column("escalated_at", "报告上级", "moment"),
                Column("answer", "答复"),
                Column("answered_at", "答复时间", "moment"),
                Column("rating", "打分"),
                Column("comment", "意见"),
            ),
            title="答复和追问",
            items="rounds",
        ),
    ),
)

_TEXT = {"text": "内容", "title": "公开的标题"}

ACTIONS = (
    Action("suggestions.type_in", "录入纸质来信", button="录入", labels={**_TEXT, "name": "姓名"}),
    Action("queries.put", "提出查询", button="提出", labels={"text": "查询的内容"}),
    Action(
        "suggestions.make_public",
        "公开",
        hint="系统找到的电话、证件号等已经遮住；姓名请自己删去。",
        button="公开",
        labels={**_TEXT, "text": "公开的内容"},
        begins=_SHOWN,
        called={"title": "public_title", "text": "proposed_text"},
    ),
    Action("suggestions.keep_private", "不公开", button="保存", labels={"reason": "理由（告诉来信人）"}),
    Action(
        "suggestions.answer",
        "答复",
        hint="来信公开的，答复同时公开。",
        button="答复",
        labels={"answer": "答复", "answer_en": "英文答复"},
    ),
    Action("suggestions.hand_on", "转给别人答复", hint="期限不变。", button="转办", begins=_SHOWN),
    Action("suggestions.dismiss", "不予办理", button="不予办理", labels={"reason": "理由（告诉来信人）"}),
    Action("suggestions.put_scan", "上传扫描件", button="上传"),
    Action("answerers.name_", "指定由谁答复", button="保存", labels={"name": "由谁答复"}),
    Action("answerers.put_up", "增加信箱", button="增加"),
    Action("answerers.take_away", "停用", button="停用"),
)

DUES = (
    Due("suggestions", "逾期未答复的来信", suggestions.late_by_area, scope="notices:answer", urgent=True),
    Due("suggestions", "待审核的来信", suggestions.unchecked_by_area, scope="notices:answer"),
)
