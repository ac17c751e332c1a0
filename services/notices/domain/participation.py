"""What residents take part in."""

from __future__ import annotations

from shared.worded import Worded


class Affair(Worded):
    ACTIVITY = "activity", "社区活动"
    SUGGESTION = "suggestion", "建议和提问"
    CONSULTATION = "consultation", "议事协商"
    SURVEY = "survey", "问卷调查"
    GOOD_DEED = "good_deed", "好人好事"
    MEETING = "meeting", "居民会议"
    INTERVIEW = "interview", "入户访谈"
    MARK_VOTE = "mark_vote", "社区标志评选"
