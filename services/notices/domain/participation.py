"""What residents take part in."""

from __future__ import annotations

from enum import StrEnum


class Affair(StrEnum):
    ACTIVITY = "activity"
    SUGGESTION = "suggestion"
    CONSULTATION = "consultation"
    SURVEY = "survey"
    GOOD_DEED = "good_deed"
    MEETING = "meeting"
    INTERVIEW = "interview"
    MARK_VOTE = "mark_vote"

    @property
    def zh(self) -> str:
        return {
            "activity": "社区活动",
            "suggestion": "建议和提问",
            "consultation": "议事协商",
            "survey": "问卷调查",
            "good_deed": "好人好事",
            "meeting": "居民会议",
            "interview": "入户访谈",
            "mark_vote": "社区标志评选",
        }[self]
