"""What each regime records, as data: nine regimes (R51), and three registers of the same simple kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.training.domain.regimes.fields import Field, FieldKind


class Holder(StrEnum):
    """Whom a record is about."""

    CADRE = "cadre"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Regime:
    """`due` and `done` name the fields of a duty with its day; `different` two fields that name different persons;
    `elsewhere` is where its records come from when nobody types them here."""

    code: str
    zh: str
    holder: Holder
    fields: Sequence[Field]
    due: str | None = None
    done: str | None = None
    different: tuple[str, str] | None = None
    elsewhere: str | None = None

    def field(self, name: str) -> Field | None:
        return next((each for each in self.fields if each.name == name), None)


def _choice(name: str, zh: str, choices: Mapping[str, str]) -> Field:
    return Field(name, zh, FieldKind.CHOICE, choices=choices)


def _optional(name: str, zh: str, kind: FieldKind = FieldKind.TEXT) -> Field:
    return Field(name, zh, kind, required=False)


GRADES = {"good": "优秀", "competent": "称职", "basically_competent": "基本称职", "incompetent": "不称职"}
_DISCLOSED = {
    "decisions": "会议决定事项及实施情况",
    "funds": "拨付和捐赠的资金、物资",
    "facilities": "设施的管理使用",
    "services": "社区服务项目",
    "consultations": "协商事项及落实情况",
    "assistance": "协助政府开展工作",
    "other": "居民普遍关心的其他事项",
}
"""The seven kinds of Art 34."""

ATTENDANCE = Regime(
    "attendance",
    "考勤",
    Holder.CADRE,
    (
        _choice("status", "出勤情况", {
            "present": "出勤", "late": "迟到", "left_early": "早退", "outside": "外勤", "absent": "旷工"}),
        _optional("remark", "备注"),
    ),
)  # fmt: skip
RESULTS = Regime(
    "results",
    "考绩",
    Holder.CADRE,
    (
        Field("work", "工作事项"),
        _choice("level", "完成质量", {"excellent": "优", "good": "良", "fair": "中", "poor": "差"}),
        _optional("evidence", "佐证"),
    ),
)
INSPECTION = Regime(
    "inspection",
    "考察",
    Holder.CADRE,
    (
        Field("office", "考察单位", longest=200),
        Field("finding", "考察情况", longest=5000),
        _choice("conclusion", "考察结论", {"promote": "建议任用", "train": "继续培养", "unfit": "不宜任用"}),
    ),
)
APPRAISAL = Regime(
    "appraisal",
    "考评",
    Holder.CADRE,
    (_choice("grade", "等次", GRADES),),
    elsewhere="elections.appraisal_published.v1",
)
STUDY = Regime(
    "study",
    "学习",
    Holder.CADRE,
    (
        Field("topic", "学习内容"),
        _choice("form", "学习方式", {"group": "集中学习", "online": "网络学习", "self": "自学"}),
        Field("hours", "学时", FieldKind.COUNT),
    ),
)
LEAVE = Regime(
    "leave",
    "请假",
    Holder.CADRE,
    (Field("ends_on", "结束日期", FieldKind.DAY), Field("reason", "事由")),
    elsewhere="/api/v1/cadres/{id}/leaves",
)
MEETINGS = Regime(
    "meetings",
    "会议",
    Holder.COMMUNITY,
    (
        Field("title", "议题"),
        Field("present", "到会人数", FieldKind.COUNT),
        Field("decisions", "决定事项", FieldKind.COUNT),
        Field("dissenting", "不同意见", FieldKind.COUNT),
    ),
    elsewhere="/api/v1/joint-meetings",
)
FINANCE = Regime(
    "finance",
    "财务管理",
    Holder.COMMUNITY,
    (
        _choice("direction", "收支", {"income": "收入", "expense": "支出"}),
        Field("purpose", "用途"),
        Field("fen", "金额（元）", FieldKind.MONEY),
        Field("voucher", "凭证号", longest=100),
        Field("handled_by", "经手人", longest=50),
        Field("approved_by", "审批人", longest=50),
    ),
    different=("handled_by", "approved_by"),
)
DISCLOSURE = Regime(
    "disclosure",
    "政务公开",
    Holder.COMMUNITY,
    (
        _choice("item", "公开事项", _DISCLOSED),
        Field("content", "内容"),
        Field("due_on", "应公开日期", FieldKind.DAY),
        _optional("posted_on", "公开日期", FieldKind.DAY),
        Field("responsible", "责任人", longest=50),
    ),
    due="due_on",
    done="posted_on",
)

NINE = (ATTENDANCE, RESULTS, INSPECTION, APPRAISAL, STUDY, LEAVE, MEETINGS, FINANCE, DISCLOSURE)

HONOURS = Regime(
    "honours",
    "政治待遇",
    Holder.CADRE,
    (
        _choice("role", "身份或者荣誉", {
            "congress": "人大代表", "consultative": "政协委员", "party_congress": "党代表", "model_worker": "劳动模范",
            "other": "其他荣誉"}),
        Field("granted_by", "授予单位", longest=200),
        _optional("until", "任期至", FieldKind.DAY),
    ),
)  # fmt: skip
INCENTIVES = Regime(
    "incentives",
    "优惠政策",
    Holder.COMMUNITY,
    (
        Field("policy", "政策名称", longest=200),
        Field("applicant", "申请人", longest=50),
        Field("birth_date", "出生日期", FieldKind.DAY),
        _choice("outcome", "办理结果", {"granted": "享受", "refused": "不予享受"}),
    ),
)
POLICIES = Regime(
    "policies",
    "政策落实",
    Holder.COMMUNITY,
    (
        Field("document", "文号", longest=200),
        Field("promise", "承诺事项"),
        Field("due_on", "应落实日期", FieldKind.DAY),
        _optional("done_on", "落实日期", FieldKind.DAY),
        Field("responsible", "责任单位", longest=200),
    ),
    due="due_on",
    done="done_on",
)

REGIMES: Mapping[str, Regime] = {each.code: each for each in (*NINE, HONOURS, INCENTIVES, POLICIES)}
