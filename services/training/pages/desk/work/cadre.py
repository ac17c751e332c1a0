"""The page of one cadre: posts, honours, appraisals, levels, secondments, mentors, relatives, leave, certificates."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from services.training.domain.learning.courses import Competency
from services.training.domain.office.appointments import BY_HAND
from services.training.domain.office.cadres import Education, Party, Sex, Source
from services.training.domain.office.kinship import Relation
from services.training.domain.office.posts import Post
from services.training.domain.office.terms import EndReason
from services.training.domain.regimes.catalogue import HONOURS
from services.training.pages.desk.work.choices import cadres
from services.training.pages.desk.work.pages import OnePage
from services.training.pages.desk.work.people import PAIR, SECONDMENT
from services.training.pages.desk.work.registers import columns
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Section, Table

_RECORD = "/api/v1/cadres/{id}/record"
_ONE = "/api/v1/cadres/{id}"
_OF_CADRE = {"cadre_id": "{id}"}


def _endings(_: Ids) -> Mapping[str, Choices]:
    return {"reason": [(each.value, each.zh) for each in BY_HAND]}


def _running(code: str, item: Item) -> bool:
    """Of a term: an election's is ended by the elections, and only directors are audited."""
    if code == "appointments.end":
        return item["ended_on"] is None and item["election_id"] is None
    return bool(item["post"] == Post.DIRECTOR)


def _not_ended(_code: str, item: Item) -> bool:
    return item["ended_on"] is None


def _valid(_code: str, item: Item) -> bool:
    return item["revoked_on"] is None


PAGES = (
    OnePage(
        Section(
            "roster",
            "",
            (
                Table(
                    _ONE,
                    (
                        Column("area", "社区", "place"),
                        Column("sex", "性别", codes=Sex),
                        Column("birth_year", "出生年份"),
                        Column("posts", "职务", "names"),
                        Column("personal_url", "本人的页面", "address"),
                    ),
                    items="",
                ),
                Table(
                    _ONE,
                    (
                        Column("post", "职务", codes=Post),
                        Column("starts_on", "任职日期"),
                        Column("ends_on", "任期至"),
                        Column("ended_on", "离任日期"),
                        Column("end_reason", "离任原因", codes=EndReason),
                        Column("document", "依据的文件"),
                    ),
                    title="任职",
                    items="terms",
                    id_name="term_id",
                    fills=(("term_id", "id"),),
                    actions=("appointments.end", "audits.plan_director"),
                    show=_running,
                    about=("starts_on",),
                ),
                Table(
                    f"/api/v1/regimes/{HONOURS.code}/records",
                    columns(HONOURS)[2:],
                    title="政治待遇",
                    query=_OF_CADRE,
                    id_name="record_id",
                    actions=("regimes.withdraw",),
                    about=("facts.granted_by", "on"),
                ),
                Table(
                    _ONE,
                    (Column("year", "年度"), Column("grade", "等次")),
                    title="民主评议",
                    items="appraisals",
                ),
                Table(
                    "/api/v1/cadres/{id}/gaps",
                    (
                        Column("competency", "能力", codes=Competency),
                        Column("level", "现在的等级"),
                        Column("needed", "职务要求"),
                        Column("courses", "可以上的课程", "courses"),
                    ),
                    title="能力",
                ),
                Table(
                    _RECORD,
                    (
                        Column("since", "从哪一天起"),
                        Column("education", "学历", codes=Education),
                        Column("source", "来源", codes=Source),
                        Column("party", "政治面貌", codes=Party),
                        Column("home_unit", "原单位"),
                    ),
                    title="基本情况",
                    items="profiles",
                ),
                Table(
                    _RECORD,
                    (*SECONDMENT, Column("ended_on", "结束日期"), Column("review", "鉴定")),
                    title="下派",
                    items="secondments",
                    id_name="secondment_id",
                    actions=("cadre_records.end_secondment",),
                    show=_not_ended,
                    about=("home_unit",),
                ),
                Table(
                    _RECORD,
                    (*PAIR, Column("ended_on", "结束日期")),
                    title="结对帮带",
                    items="mentorships",
                    id_name="mentorship_id",
                    actions=("cadre_records.log_meeting", "cadre_records.end_mentorship"),
                    show=_not_ended,
                    about=("goals",),
                ),
                Table(
                    _RECORD,
                    (
                        Column("one_id", "姓名", "cadre"),
                        Column("other_id", "亲属", "cadre"),
                        Column("relation", "关系", codes=Relation),
                    ),
                    title="近亲属",
                    items="relatives",
                    id_name="kinship_id",
                    actions=("cadre_records.unrelate",),
                    about=(),
                ),
                Table(
                    "/api/v1/cadres/{id}/leaves",
                    (Column("starts_on", "第一天"), Column("ends_on", "最后一天"), Column("reason", "理由")),
                    title="请假",
                    id_name="leave_id",
                    actions=("absences.end",),
                    about=("starts_on", "reason"),
                ),
                Table(
                    "/api/v1/certificates",
                    (
                        Column("title_zh", "课程"),
                        Column("code", "证书编号"),
                        Column("issued_on", "发证日期"),
                        Column("expires_on", "有效期至"),
                        Column("revoked_on", "撤销日期"),
                        Column("pdf_url", "打印", "address"),
                    ),
                    title="证书",
                    query=_OF_CADRE,
                    id_name="certificate_id",
                    actions=("certificates.revoke",),
                    show=_valid,
                    about=("title_zh", "code"),
                ),
            ),
            (
                "appointments.begin",
                f"record.{HONOURS.code}",
                "pay.record_payment",
                "merits.propose",
                "cadre_records.assess",
                "cadres.change_profile",
                "absences.grant_cadre",
                "cadre_records.second",
                "cadre_records.pair",
                "cadre_records.relate",
                "cadres.renew_key",
            ),
        ),
        _ONE,
        "cadre_id",
        title=itemgetter("name"),
        fills=(("area", "area"), ("cadre_id", "id"), ("mentee_id", "id"), ("one_id", "id"), ("about", "name")),
    ),
)

ACTIONS = (
    Action("cadres.change_profile", "修改情况", button="保存"),
    Action(
        "cadres.renew_key", "更换本人页面的地址", hint="原来的地址和日历不能再用，请把新地址发给本人。", button="更换"
    ),
    Action("absences.grant_cadre", "登记请假", button="保存"),
    Action("absences.end", "取消请假", button="取消请假"),
    Action("appointments.begin", "任命职务", button="保存", labels={"ends_on": "任期至", "document": "依据的文件"}),
    Action("appointments.end", "登记离任", button="保存", choices=_endings, labels={"ended_on": "离任日期"}),
    Action(
        "cadre_records.assess",
        "登记能力等级",
        hint="0不会，1知道，2在帮助下会做，3会做，4能教别人。",
        button="保存",
    ),
    Action("cadre_records.second", "登记下派", button="保存", labels={"ends_on": "应结束", "starts_on": "开始"}),
    Action("cadre_records.relate", "登记近亲属", button="保存", choices=cadres),
    Action("cadre_records.unrelate", "取消登记", button="取消登记"),
    Action("certificates.revoke", "撤销证书", button="撤销证书"),
)
