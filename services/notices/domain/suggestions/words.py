"""What is asked, about what, by which way it came, and how it stands."""

from __future__ import annotations

from enum import StrEnum


class SuggestionKind(StrEnum):
    SUGGESTION = "suggestion"
    QUESTION = "question"
    COMPLAINT = "complaint"

    @property
    def zh(self) -> str:
        return {"suggestion": "建议", "question": "提问", "complaint": "投诉"}[self]


class Topic(StrEnum):
    ENVIRONMENT = "environment"
    SAFETY = "safety"
    PROPERTY = "property"
    WELFARE = "welfare"
    ELDERLY = "elderly"
    CULTURE = "culture"
    NEIGHBOURS = "neighbours"
    ELECTIONS = "elections"
    COMMITTEE = "committee"
    OTHER = "other"

    @property
    def zh(self) -> str:
        return {
            "environment": "环境卫生",
            "safety": "治安和消防",
            "property": "物业和维修",
            "welfare": "救助和低保",
            "elderly": "养老和健康",
            "culture": "文化活动",
            "neighbours": "邻里纠纷",
            "elections": "居委会选举",
            "committee": "居委会的工作",
            "other": "其他",
        }[self]


class Way(StrEnum):
    """By which way it came."""

    WEB = "web"
    OWN_PAGE = "own_page"
    MAILBOX = "mailbox"
    PAPER = "paper"

    @property
    def zh(self) -> str:
        return {"web": "网页", "own_page": "个人网页", "mailbox": "信箱二维码", "paper": "纸质"}[self]


class SuggestionState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    """No suggestion: advertising, abuse. Counted, and the asker is told the reason."""

    @property
    def zh(self) -> str:
        return {"waiting": "待答复", "answered": "已答复", "dismissed": "不予办理"}[self]


class Publication(StrEnum):
    """Whether the public may read it."""

    UNCHECKED = "unchecked"
    PUBLIC = "public"
    PRIVATE = "private"

    @property
    def zh(self) -> str:
        return {"unchecked": "待审核", "public": "公开", "private": "不公开"}[self]
