"""Elections at the desk: making one, taking its steps, exceptions from its duties."""

from __future__ import annotations

from collections.abc import Mapping

from services.elections.domain.procedure.changes import OPEN, Change
from services.elections.domain.procedure.exceptions import EXCUSABLE
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.domain.rules.modes import Mode
from services.elections.store.rule_sets import rule_set, rule_set_ids
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Section


def _step(step: Step, hint: str = "") -> Action:
    """Taking a step: the form asks only for the day on which it took place."""
    right = "elections:certify" if step is Step.CERTIFY else "elections:write"
    return Action("elections.take", step.zh, hint=hint, fixed={"step": step.value}, name=f"step.{step}", right=right)


def what_is_elected(_: Ids) -> Mapping[str, Choices]:
    return {
        "area": [(place["area"], place["name"]) for place in ask("/api/v1/overview")["items"]],
        "rule_set": [(name, rule_set(name).law) for name in rule_set_ids()],
        "mode": [(mode.value, mode.zh) for mode in Mode],
        "kind": [(kind.value, kind.zh) for kind in (ElectionKind.TERM, ElectionKind.BY_ELECTION)],
        "replaces_id": [(each["id"], f"{each['title']} · {each['polling_day']}") for each in _void()],
    }


def _void() -> list[Mapping[str, str]]:
    """What can be held again."""
    found: list[Mapping[str, str]] = ask("/api/v1/elections", state=State.VOID, limit=100)["items"]
    return found


def _duties(_: Ids) -> Mapping[str, Choices]:
    return {"duty": list(EXCUSABLE.items())}


SECTIONS = (Section("exceptions", "例外", (), ("further.grant",), hint="由区或街道批准，理由向居民公布。"),)

ACTIONS = (
    Action(
        "areas.register",
        "登记社区",
        hint="12位统计用区划代码；街道和区也要登记。",
        button="登记",
        labels={"name": "名称"},
    ),
    Action(
        "elections.create",
        "新建选举",
        hint="新建的选举是草稿，发布选举公告以前居民看不到。投票站在新建以后添加。",
        button="新建",
        choices=what_is_elected,
        labels={"area": "社区", "kind": "选举类别"},
        omitted=("stations",),
        rows=3,
        then="/desk/elections/{id}",
    ),
    Action("elections.change", "修改草稿", button="保存", states=OPEN[Change.DETAILS], begins="elections.show"),
    *(_step(step) for step in Step if step not in {Step.FINISH_COUNT, Step.CANCEL, Step.VOID}),
    _step(Step.CANCEL, "取消以后不能恢复。"),
    Action("further.grant", "批准例外", hint="由区或街道办理。", button="批准", choices=_duties),
)
