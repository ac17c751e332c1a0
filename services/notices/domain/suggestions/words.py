"""What is asked, about what, by which way it came, and how it stands."""

from __future__ import annotations

from shared.worded import Worded


class SuggestionKind(Worded):
    SUGGESTION = "suggestion", "建议"
    QUESTION = "question", "提问"
    COMPLAINT = "complaint", "投诉"


class Topic(Worded):
    ENVIRONMENT = "environment", "环境卫生"
    SAFETY = "safety", "治安和消防"
    PROPERTY = "property", "物业和维修"
    WELFARE = "welfare", "救助和低保"
    ELDERLY = "elderly", "养老和健康"
    CULTURE = "culture", "文化活动"
    NEIGHBOURS = "neighbours", "邻里纠纷"
    ELECTIONS = "elections", "居委会选举"
    COMMITTEE = "committee", "居委会的工作"
    OTHER = "other", "其他"


class Way(Worded):
    """By which way it came."""

    WEB = "web", "网页"
    OWN_PAGE = "own_page", "个人网页"
    MAILBOX = "mailbox", "信箱二维码"
    PAPER = "paper", "纸质"


class SuggestionState(Worded):
    WAITING = "waiting", "待答复"
    ANSWERED = "answered", "已答复"
    DISMISSED = "dismissed", "不予办理"
    """No suggestion: advertising, abuse. Counted, and the asker is told the reason."""


class Publication(Worded):
    """Whether the public may read it."""

    UNCHECKED = "unchecked", "待审核"
    PUBLIC = "public", "公开"
    PRIVATE = "private", "不公开"
