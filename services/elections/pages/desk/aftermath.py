"""What follows on a result, at the desk: the handover, complaints, the archive."""

from __future__ import annotations

from collections.abc import Mapping

from services.elections.domain.committee.complaints import Effect
from services.elections.domain.procedure.steps import State
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Item, Section, Table


def _candidates(ids: Ids) -> Mapping[str, Choices]:
    standing = ask(f"/api/v1/elections/{ids['election_id']}/candidates")["items"]
    return {"candidate_id": [("", "—"), *((each["id"], each["name"]) for each in standing)]}


def _effects(_: Ids) -> Mapping[str, Choices]:
    return {"effect": [(effect.value, effect.zh) for effect in Effect]}


def _of_a_term(election: Item) -> bool:
    """Other elections change no committee as a whole."""
    return bool(election["kind"] == "term")


SECTIONS = (
    Section(
        "handover",
        "工作移交",
        (
            Table(
                "/api/v1/elections/{id}/handover",
                (
                    Column("name", "移交内容"),
                    Column("done", "已移交", "yes"),
                    Column("handed_over_by", "移交人"),
                    Column("received_by", "接收人"),
                    Column("on", "日期"),
                    Column("remarks", "备注"),
                ),
                id_name="code",
                actions=("handover.record",),
            ),
            Table(
                "/api/v1/elections/{id}/handover",
                (
                    Column("due", "最迟"),
                    Column("completed_on", "完成日期"),
                    Column("overseen_by", "监督人"),
                    Column("late", "逾期", "yes"),
                ),
                title="完成情况",
                items="",
            ),
        ),
        ("handover.complete",),
        hint="新一届居民委员会产生之日起十日内完成，由居民选举委员会主持，街道办事处监督。完成后档案封存，不能再改。",
        shown=_of_a_term,
    ),
    Section(
        "complaints",
        "举报和当选无效",
        (
            Table(
                "/api/v1/elections/{id}/complaints",
                (
                    Column("ground", "事由"),
                    Column("received_on", "收到日期"),
                    Column("office", "受理单位"),
                    Column("text", "内容"),
                    Column("evidence", "证据文件"),
                    Column("upheld", "成立", "yes"),
                    Column("effect", "对结果的处理"),
                    Column("decided_on", "处理日期"),
                    Column("decided_office", "决定单位"),
                ),
                id_name="complaint_id",
                actions=("complaints.upload_evidence", "complaints.decide"),
            ),
        ),
        ("complaints.record",),
        hint="由街道办事处或者区的主管部门受理和决定；登记举报的人、确认结果的人、录入计票单的人不能作决定。",
    ),
    Section(
        "archive",
        "选举档案",
        hint="换届选举的档案在工作移交完成时封存；其他选举确认结果后在这里封存。",
        actions=("archive.seal",),
    ),
)

_CERTIFIED = (State.CERTIFIED,)

ACTIONS = (
    Action("handover.record", "记录移交", button="保存", states=_CERTIFIED),
    Action(
        "handover.complete",
        "确认移交完成并封存档案",
        hint="由监督的街道办事处办理。封存以后不能再改。",
        button="确认并封存",
        states=_CERTIFIED,
    ),
    Action(
        "complaints.record",
        "登记举报",
        hint="内容不公布。不要写举报人的姓名。",
        button="登记",
        choices=_candidates,
        labels={"text": "举报内容", "office": "受理单位", "candidate_id": "涉及的候选人（没有就不选）"},
    ),
    Action("complaints.upload_evidence", "上传证据", hint="JPEG、PNG 图片或者 PDF 文件，每个最大5MB。", button="上传"),
    Action(
        "complaints.decide",
        "决定举报",
        hint="理由向居民公布，不要写举报人。",
        button="作出决定",
        choices=_effects,
        labels={"upheld": "举报成立", "office": "决定单位", "reasons": "理由（公布）"},
    ),
    Action("archive.seal", "封存档案", hint="封存以后不能再改。", button="封存"),
)
