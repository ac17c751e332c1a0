"""How the desk's forms and tables speak: what a field is called, and the words for values."""

from __future__ import annotations

from services.elections.domain.callout_signing import CalloutState, SigningRole
from services.elections.domain.election_committee import ChosenBy, Leaving, MemberState, Role
from services.elections.domain.members import EndReason
from services.elections.domain.objections import ObjectionKind
from services.elections.domain.persons import Nomination, Registration, Sex
from services.elections.domain.post import Post
from services.elections.domain.progress import StageState
from services.elections.domain.relatives import Relation
from services.elections.domain.roll_changes import DuplicateChoice
from services.elections.domain.rule_set import Mode
from services.elections.domain.steps import State
from shared.web.desk.forms import Words

LABELS = {
    "address": "住址",
    "area": "区划代码",
    "birth_date": "出生日期",
    "chosen_by": "推选的会议",
    "chosen_on": "推选日期",
    "code": "区划代码",
    "contests": "职务和名额",
    "duty": "免除的要求",
    "education": "文化程度",
    "file": "文件",
    "issued": "发出选票",
    "joint_electors": "联名人数",
    "kind": "类别",
    "decided_on": "处理日期",
    "decision": "处理",
    "document": "文件名称和文号",
    "elector_id": "选民编号",
    "evidence": "核实依据",
    "group": "居民小组",
    "grounds": "理由",
    "households": "户数（户代表、居民代表方式填写）",
    "members": "成员",
    "mode": "选举方式",
    "name": "姓名或名称",
    "not_needed": "本次选举不需要（须说明理由）",
    "note": "说明（公布，不要写姓名）",
    "nominated_by": "提名方式",
    "office": "核查单位",
    "on": "日期",
    "other_id": "对方选民编号",
    "planned_on": "计划日期",
    "polling_day": "选举日",
    "post": "职务",
    "reason": "理由",
    "received_on": "收到日期",
    "registration": "登记类型",
    "relation": "关系",
    "relative_birth_date": "近亲属的出生日期",
    "relative_name": "近亲属的姓名",
    "recovered": "收回选票",
    "reserves": "候补",
    "role": "职务",
    "rule_set": "规则集",
    "seats": "应选名额",
    "sheet": "计票单号",
    "sheets": "计票单张数",
    "sex": "性别",
    "stage": "环节",
    "stations": "投票站",
    "step": "步骤",
    "term_ends_on": "届满日（只在补选时填）",
    "text": "内容",
    "title": "标题",
    "upheld": "成立",
}

VALUES = {
    **{mode.value: mode.zh for mode in Mode},
    **{state.value: state.zh for state in CalloutState},
    **{role.value: role.zh for role in SigningRole},
    **{post.value: post.zh for post in Post},
    **{reason.value: reason.zh for reason in EndReason},
    **{state.value: state.zh for state in State},
    **{sex.value: sex.zh for sex in Sex},
    **{way.value: way.zh for way in Nomination},
    **{kind.value: kind.zh for kind in Registration},
    **{kind.value: kind.zh for kind in ObjectionKind},
    **{meeting.value: meeting.zh for meeting in ChosenBy},
    **{state.value: state.zh for state in MemberState},
    **{reason.value: reason.zh for reason in Leaving},
    **{role.value: role.zh for role in Role},
    **{relation.value: relation.zh for relation in Relation},
    **{choice.value: choice.zh for choice in DuplicateChoice},
    **{state.value: state.zh for state in StageState},
    "station": "投票站",
    "mobile": "流动票箱",
}

WORDS = Words(LABELS, VALUES, {})
