"""The ways to a resident."""

from __future__ import annotations

from shared.worded import Worded


class Channel(Worded):
    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"
    MESSAGING = "messaging", "即时消息"
    WEBHOOK = "webhook", "转发到其他平台"
    INBOX = "inbox", "个人网页"
    DOOR = "door", "上门告知"

    @property
    def needs_address(self) -> bool:
        """Every resident has a page of their own and a door."""
        return self not in {Channel.INBOX, Channel.DOOR}
