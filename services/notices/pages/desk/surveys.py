"""Surveys at the desk: from a template, approved, opened, closed; a page for each with what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from services.notices.domain.residents.kinds import ResidentKind
from services.notices.domain.surveys.questions import QuestionKind
from services.notices.domain.surveys.sampling import Outcome
from services.notices.domain.surveys.states import TRANSITIONS, Audience, SurveyState, SurveyStep
from services.notices.store.survey_templates import names, template
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Section, Table

_RIGHTS = {
    SurveyStep.APPROVE: "notices:approve",
    SurveyStep.OPEN: "notices:approve",
    SurveyStep.CLOSE: "notices:approve",
    SurveyStep.WITHDRAW: "notices:write",
}
_STEPS = {f"survey.{step}": step for step in _RIGHTS}
_EDIT = "surveys.edit"
_STATES = {
    _EDIT: {SurveyState.DRAFT},
    **{code: {state for state, taken in TRANSITIONS if taken is step} for code, step in _STEPS.items()},
}


def _possible(code: str, item: Item) -> bool:
    return item["state"] in _STATES[code]


def _templates(_: Ids) -> Mapping[str, Choices]:
    return {"template": [(name, template(name)["title"]) for name in names()]}


def _audiences(_: Ids) -> Mapping[str, Choices]:
    return {"audience": [(each.value, each.zh) for each in Audience]}


def _kinds(_: Ids) -> Mapping[str, Choices]:
    return {"strata.kind": [(kind.value, kind.zh) for kind in ResidentKind]}


def _going_on(_code: str, item: Item) -> bool:
    return item["ended_at"] is None


SECTIONS = (
    Section(
        "surveys",
        "问卷和访谈",
        (
            Table(
                "/api/v1/surveys",
                (
                    Column("title", "标题", "survey"),
                    Column("audience", "谁来填写", codes=Audience),
                    Column("state", "状态", codes=SurveyState),
                    Column("closes_on", "截止日期"),
                    Column("page", "填写的地址", "link"),
                    Column("writers", "撰写", "names"),
                    Column("approver", "审核"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="survey_id",
                fills=(("version", "version"),),
                actions=tuple(_STATES),
                show=_possible,
                about=("title",),
            ),
        ),
        ("surveys.write", "surveys.write_own"),
        hint="点标题看全部题目，看过再审核。审核以后题目不能再改。",
    ),
)

ONE = Section(
    "survey",
    "题目、结果和访谈",
    (
        Table(
            "/api/v1/surveys/{id}",
            (
                Column("title", "标题"),
                Column("title_en", "英文标题"),
                Column("intro", "说明"),
                Column("intro_en", "英文说明"),
                Column("audience", "谁来填写", codes=Audience),
                Column("state", "状态", codes=SurveyState),
                Column("closes_on", "截止日期"),
                Column("responsible", "由谁负责整改"),
                Column("writers", "撰写", "names"),
                Column("approver", "审核"),
            ),
            items="",
            id_name="survey_id",
            fills=(("version", "version"),),
            actions=tuple(_STATES),
            show=_possible,
            about=("title",),
        ),
        Table(
            "/api/v1/surveys/{id}",
            (
                Column("zh", "题目"),
                Column("en", "英文题目"),
                Column("kind", "类别", codes=QuestionKind),
                Column("required", "必答", "yes"),
                Column("choices", "选项", "choices"),
                Column("low", "最小"),
                Column("high", "最大"),
            ),
            title="题目",
            items="questions",
        ),
        Table(
            "/api/v1/surveys/{id}/results",
            (
                Column("words", "题目"),
                Column("answered", "回答人数"),
                Column("mean", "平均分"),
                Column("options", "各选项人数", "options"),
            ),
            title="结果（结束后，满十份才显示）",
            items="questions",
        ),
        Table(
            "/api/v1/surveys/{id}/sample",
            (
                Column("kind", "居民类别", codes=ResidentKind),
                Column("wanted", "要访问"),
                Column("drawn", "抽取"),
                Column("met", "已访问"),
                Column("refused", "谢绝访问"),
                Column("not_met", "没有见到"),
                Column("missing", "还差"),
            ),
            title="样本完成情况",
        ),
        Table(
            "/api/v1/surveys/{id}/interviewers",
            (Column("name", "访问员"), Column("page", "本人的页面", "link"), Column("ended_at", "结束时间", "moment")),
            title="访问员",
            scope="notices:residents:read",
            pages=True,
            id_name="interviewer_id",
            actions=("interviews.end",),
            show=_going_on,
        ),
        Table(
            "/api/v1/surveys/{id}/interviews",
            (
                Column("visited_at", "访问时间", "moment"),
                Column("stratum", "居民类别", codes=ResidentKind),
                Column("outcome", "结果", codes=Outcome),
                Column("notes", "备注"),
                Column("photos", "照片", "photos"),
            ),
            title="访问记录",
            scope="notices:residents:read",
            pages=True,
        ),
    ),
    ("interviews.add", "interviews.draw"),
)
"""What the page of one survey has."""

_HOW_TO_ASK = (
    "每行一道题；必答的前面加 *。行末写 [1-5] 是打分，{0-20} 是数字，(甲 | 乙) 是单选，[甲 | 乙] 是多选，"
    "什么都不写是文字。英文写在 / 后面。"
)

_LABELS = {
    "template": "模板",
    "lines": "题目",
    "questions": "题目",
    "audience": "谁来填写",
    "intro": "说明",
    "intro_en": "英文说明",
    "responsible": "由谁负责整改",
    "closes_on": "截止日期",
}

ACTIONS = (
    Action(
        "surveys.write",
        "从模板做问卷",
        hint="标题和说明可以改；公告栏和意见箱检查须写明由谁负责整改。",
        button="保存草稿",
        omitted=("questions", "lines", "audience"),
        choices=_templates,
        labels=_LABELS,
    ),
    Action(
        "surveys.write",
        "自己出题做问卷",
        name="surveys.write_own",
        hint=_HOW_TO_ASK,
        button="保存草稿",
        omitted=("questions", "template", "responsible"),
        choices=_audiences,
        rows=3,
        labels=_LABELS,
    ),
    Action(
        _EDIT,
        "修改",
        hint="题目要改的，作废以后重新出题。",
        button="保存",
        omitted=("questions", "lines"),
        choices=_audiences,
        labels=_LABELS,
        begins="surveys.show",
    ),
    *(
        Action("surveys.take", step.zh, name=f"survey.{step}", button=step.zh, fixed={"step": step}, right=right)
        for step, right in _RIGHTS.items()
    ),
    Action("interviews.add", "增加访问员", button="增加", labels={"name": "姓名"}),
    Action("interviews.end", "结束任务", button="结束任务", hint="以前做的访问仍然可以发回来。"),
    Action(
        "interviews.draw",
        "抽取样本",
        hint="从居民登记册随机抽取，只抽一次；种子公布以后，任何人都可以照样重抽核对。",
        button="抽取",
        choices=_kinds,
        rows=4,
        labels={"strata": "各类居民", "strata.kind": "居民类别", "strata.wanted": "要访问", "seed": "公开摇出的种子"},
    ),
)
