"""How the desk's forms speak: what a field is called, and the words for values."""

from __future__ import annotations

from services.training.domain.learning.courses import Competency, RoomFeature
from services.training.domain.office.posts import Post
from services.training.pages.desk.work import sessions
from shared.web.desk.forms import Words

LABELS = {
    "accept": "受理",
    "answer": "答复",
    "area": "地区",
    "assessment": "考核方式",
    "auditor": "审计单位",
    "birth_date": "出生日期",
    "cadre_id": "干部",
    "cadre_ids": "到场的人",
    "capacity": "座位或名额",
    "certificate": "完成的人可以得到证书",
    "code": "编号",
    "competencies": "培养哪些能力",
    "conclusion": "审计结论",
    "course_id": "课程",
    "courses": "讲授的课程",
    "done_on": "完成日期",
    "due_on": "最迟完成",
    "education": "学历",
    "ends_at": "结束时间",
    "ends_on": "最后一天",
    "evidence": "依据",
    "experience": "主要经历",
    "features": "设备",
    "fen": "金额（分）",
    "fen_per_place": "每个名额的费用（分）",
    "file": "文件",
    "findings": "发现的问题",
    "home_unit": "原单位",
    "hours": "学时",
    "kind": "类别",
    "most_away": "一个居委会同时外出最多几人",
    "name": "姓名或名称",
    "needs": "教室须有的设备",
    "note": "说明",
    "outcome": "结果",
    "party": "政治面貌",
    "pass_mark": "合格分数",
    "passed": "考核合格",
    "post": "职务",
    "posts": "哪些职务（不选就是全部）",
    "prerequisites": "须先上的课程",
    "reason": "理由",
    "reported_on": "报告日期",
    "retired": "不再使用",
    "room_id": "教室",
    "score": "成绩",
    "items": "成绩",
    "seconds": "最多排多少秒",
    "sex": "性别",
    "since": "从哪一天起",
    "source": "来源",
    "stage": "阶段",
    "starts_at": "开始时间",
    "starts_on": "第一天",
    "teacher": "教师（名单上没有时填写）",
    "teacher_id": "教师",
    "text": "内容",
    "title": "名称",
    "title_en": "英文名称",
    "title_zh": "中文名称",
    "unit": "单位",
    "valid_months": "证书有效期（月）",
    "venue": "地点",
    "year": "年度",
}
VALUES = {
    **{post.value: post.zh for post in Post},
    **{each.value: each.zh for each in Competency},
    **{each.value: each.zh for each in RoomFeature},
    **sessions.VALUES,
}
BLANKS = {
    "most_away": "不填就是2人。",
    "seconds": "不填就是600秒。",
    "title": "不填就按课程的名称。",
    "venue": "不填就按教室的地点。",
    "teacher": "选了教师就不用填。",
    "valid_months": "不填就是长期有效。",
}
"""What it means to leave an input empty."""

WORDS = Words(LABELS, VALUES, {}, BLANKS)
