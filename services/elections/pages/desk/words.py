"""How the desk's forms and tables speak: what a field is called, and the words for values."""

from __future__ import annotations

from services.elections.domain.calendar.progress import StageState
from services.elections.domain.candidacy.candidate_states import CandidateState
from services.elections.domain.candidacy.nominations import BARS, ChecksState
from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.complaints import Effect, Ground
from services.elections.domain.committee.election_committee import ChosenBy, Leaving, MemberState, Role
from services.elections.domain.committee.meetings import MeetingKind
from services.elections.domain.committee.members import EndReason
from services.elections.domain.committee.other_votes import Grade
from services.elections.domain.committee.recalls import RecallState
from services.elections.domain.counting.callout_signing import CalloutState, SigningRole
from services.elections.domain.counting.doubtful import Decision
from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from services.elections.domain.polling.proxies import ProxyEnd
from services.elections.domain.polling.staff import StaffRole
from services.elections.domain.polling.stations import StationKind
from services.elections.domain.procedure.steps import State
from services.elections.domain.roll.objections import ObjectionKind
from services.elections.domain.roll.persons import Nomination, Registration, Sex
from services.elections.domain.roll.relatives import Relation
from services.elections.domain.roll.roll_changes import DuplicateChoice
from services.elections.domain.rules.modes import Mode
from shared.web.desk.forms import Words

LABELS = {
    "abstained": "弃权",
    "agenda": "议题（每行一个）",
    "called_by": "召集方式",
    "called_on": "通知日期",
    "held_at": "开会时间",
    "held_on": "评议日期",
    "run_by": "主持",
    "decision_id": "会议决定",
    "minutes": "会议记录文件",
    "minutes_hash": "文件校验码（SHA-256）",
    "motions": "表决事项",
    "motion": "事项",
    "place": "地点",
    "present": "到会人数",
    "representatives": "其中居民代表",
    "special_reason": "临时通知的理由（特殊情况）",
    "address": "住址",
    "agent_id": "受托人",
    "candidate_id": "候选人",
    "effect": "对结果的处理",
    "ground": "事由",
    "handed_over_by": "移交人",
    "overseen_by": "监督单位和监督人",
    "reasons": "理由",
    "received_by": "接收人",
    "remarks": "备注",
    "replaces_id": "重新举行的是哪次无效选举",
    "area": "区划代码",
    "attended": "到场居民人数",
    "birth_date": "出生日期",
    "chosen_by": "推选的会议",
    "chosen_on": "推选日期",
    "closes_at": "结束时间",
    "code": "区划代码",
    "count": "张数",
    "decided_by": "作出认定的成员",
    "contests": "职务和名额",
    "duty": "免除的要求",
    "education": "文化程度",
    "file": "文件",
    "issued": "发出选票",
    "kept": "留存未发到投票站",
    "joint_electors": "联名人数",
    "kind": "类别",
    "left_over": "剩余选票",
    "list_published_on": "流动票箱名单公布日期",
    "decided_on": "处理日期",
    "decision": "处理",
    "document": "文件名称和文号",
    "elector_id": "选民编号",
    "evidence": "核实依据",
    "group": "居民小组",
    "grounds": "理由",
    "households": "户数（户代表、居民代表方式填写）",
    "ethnicity": "民族（知道时填写）",
    "served_before": "曾任居委会成员",
    "written_for": "代写选票（代写人填写的张数）",
    "members": "成员",
    "residents": "年满十八周岁的居民人数（知道时填写）",
    "member_id": "成员",
    "mode": "选举方式",
    "name": "姓名或名称",
    "not_needed": "本次选举不需要（须说明理由）",
    "note": "说明（公布，不要写姓名）",
    "nominated_by": "提名方式",
    "nominator_names": "联名选民（每行一人；重名的注明出生日期，如“张三（1980-01-02）”）",
    "all": "全部候选人",
    "candidates": "候选人",
    "items": "审查项目",
    "passed": "符合条件",
    "strokes": "姓氏笔画（系统不知道时填写）",
    "heard_on": "申辩日期",
    "office": "核查单位",
    "on": "日期",
    "opens_at": "开始时间",
    "other_id": "对方选民编号",
    "planned_on": "计划日期",
    "papers": "张数",
    "paper_register": "在系统中登记领取选票",
    "polling_day": "选举日",
    "post": "职务",
    "questions": "提问次数",
    "signed": "联名人数",
    "printed": "印制选票",
    "reason": "理由",
    "received_on": "收到日期",
    "registration": "登记类型",
    "relation": "关系",
    "relative_birth_date": "近亲属的出生日期",
    "relative_name": "近亲属的姓名",
    "received": "领取选票",
    "recovered": "收回选票",
    "reserve": "备选（有候选人退出时依次递补）",
    "reserves": "候补",
    "role": "职责",
    "requests": "申请使用流动票箱的人数",
    "rule_set": "适用的法律",
    "seats": "应选名额",
    "secret_booth": "设有秘密写票处",
    "scheme": "推荐办法",
    "sheet": "计票单号",
    "sheets": "计票单张数",
    "sex": "性别",
    "stage": "环节",
    "spoiled": "作废选票",
    "station_id": "投票站",
    "stations": "投票站",
    "step": "步骤",
    "term_ends_on": "届满日（只在补选时填）",
    "text": "内容",
    "title": "标题",
    "upheld": "成立",
    "witnesses": "销毁人（每行一人）",
}

VALUES = {
    **{mode.value: mode.zh for mode in Mode},
    **{state.value: state.zh for state in CalloutState},
    **{role.value: role.zh for role in SigningRole},
    **{post.value: post.zh for post in Post},
    **{reason.value: reason.zh for reason in EndReason},
    **{state.value: state.zh for state in RecallState},
    **{kind.value: kind.zh for kind in MeetingKind},
    **{grade.value: grade.zh for grade in Grade},
    **{state.value: state.zh for state in State},
    **{sex.value: sex.zh for sex in Sex},
    **{way.value: way.zh for way in Nomination},
    **{kind.value: kind.zh for kind in Registration},
    **{kind.value: kind.zh for kind in ObjectionKind},
    **{meeting.value: meeting.zh for meeting in ChosenBy},
    **{state.value: state.zh for state in MemberState},
    **{state.value: state.zh for state in CandidateState},
    **{reason.value: reason.zh for reason in Leaving},
    **{role.value: role.zh for role in Role},
    **{relation.value: relation.zh for relation in Relation},
    **{end.value: end.zh for end in ProxyEnd},
    **{choice.value: choice.zh for choice in DuplicateChoice},
    **{state.value: state.zh for state in StageState},
    **{kind.value: kind.zh for kind in StationKind},
    **{role.value: role.zh for role in StaffRole},
    **{decision.value: decision.zh for decision in Decision},
    **VOID_GROUNDS,
    **{ground.value: ground.zh for ground in Ground},
    **{effect.value: effect.zh for effect in Effect},
    **BARS,
    **{state.value: state.zh for state in ChecksState},
    "station": "投票站",
    "mobile": "流动票箱",
}

BLANKS = {
    "issued": "不填就按选票账上这个投票站发出的张数。",
    "items": "不选就是全部项目。",
    "on": "不填就是今天；补录的填当时的日期。",
    "rule_set": "不选就用选举日有效的法律。",
    "sheet": "不填就是第1号。",
}
"""What it means to leave an input empty."""

WORDS = Words(LABELS, VALUES, {}, BLANKS)
