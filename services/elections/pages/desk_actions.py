"""What can be done at the desk: each an operation of the API with the words of its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.elections.domain.exceptions import EXCUSABLE
from services.elections.domain.post import Post
from services.elections.domain.roll_changes import REMOVING
from services.elections.domain.steps import Step
from services.elections.store.rule_sets import rule_set, rule_set_ids
from shared.messages import translate
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices, Field, Rows
from shared.web.desk.inside import ask


def _step(step: Step, hint: str = "") -> Action:
    """Taking a step: the form asks only for the day on which it took place."""
    return Action("elections.take", step.zh, hint=hint, fixed={"step": step.value}, name=f"step.{step}")


def _places_and_rules(_: Ids) -> Mapping[str, Choices]:
    places = [(place["area"], place["name"]) for place in ask("/api/v1/overview")["items"]]
    return {"area": places, "rule_set": [(name, rule_set(name).law) for name in rule_set_ids()]}


def _duties(_: Ids) -> Mapping[str, Choices]:
    return {"duty": list(EXCUSABLE.items())}


def _removal(_: Ids) -> Mapping[str, Choices]:
    return {"reason": [(reason.value, reason.zh) for reason in REMOVING]}


def _sheet(ids: Ids) -> list[Field | Rows]:
    """The figures of a station's sheet in the order of the paper form."""
    return list(_figures(ids["election_id"]))


def _figures(election_id: str) -> Iterator[Field]:
    yield _number("issued", "发出选票")
    yield _number("recovered", "收回选票")
    standing = ask(f"/api/v1/elections/{election_id}/candidates")["items"]
    for contest in ask(f"/api/v1/elections/{election_id}")["contests"]:
        post = Post(contest["post"])
        for candidate in standing:
            if candidate["post"] == post:
                yield _number(f"contests.{post}.votes.{candidate['id']}", f"{translate(post.zh)} · {candidate['name']}")
        yield _number(f"contests.{post}.others", f"{translate(post.zh)} · {translate('另选他人')}")
        yield _number(f"contests.{post}.void", f"{translate(post.zh)} · {translate('废票')}")


def _number(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind="number", required=True)


ACTIONS: tuple[Action, ...] = (
    Action("areas.register", "登记社区", hint="12位统计用区划代码；街道和区也要登记。", button="登记"),
    Action("elections.create", "新建选举", button="新建", choices=_places_and_rules, labels={"area": "社区"}, rows=3),
    Action("elections.change", "修改草稿", button="保存"),
    *(_step(step) for step in Step if step not in {Step.FINISH_COUNT, Step.CANCEL}),
    _step(Step.CANCEL, "取消以后不能恢复。"),
    Action("roll.upload", "上传选民名单", button="上传"),
    Action("roll.check", "记录选民名单的核查", button="保存"),
    Action("roll.add", "增加选民", button="增加"),
    Action("roll.remove", "减少选民", button="减少", choices=_removal),
    Action("roll.settle", "核实重复登记", button="保存"),
    Action(
        "objections.record",
        "记录申诉",
        hint="名单公布后五日内收到的才受理。",
        button="保存",
        labels={"text": "申诉内容"},
    ),
    Action(
        "objections.decide",
        "作出处理决定",
        hint="理由向居民公布，不要写姓名。收到之日起三日内办理。",
        labels={"grounds": "理由（公布）", "upheld": "申诉成立"},
    ),
    Action("candidates.add", "添加候选人", button="添加"),
    Action("candidates.import_file", "导入候选人名单", button="上传"),
    Action("candidates.remove", "删除候选人", button="删除"),
    Action("stations.add", "添加投票站", button="添加"),
    Action("entries.enter", "录入计票单", hint="请照着纸质计票单录入，没有的填0。", button="提交", form=_sheet),
    Action("entries.enter_file", "上传计票单表格", button="上传"),
    Action("further.grant", "批准例外", hint="由区或街道办理。", button="批准", choices=_duties),
    Action("further.call", "安排另行选举", hint="名额没有选满或者票数相等时办理。", button="安排"),
)
