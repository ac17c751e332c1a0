"""The ways to a resident."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    MESSAGING = "messaging"
    WEBHOOK = "webhook"
    INBOX = "inbox"
    DOOR = "door"

    @property
    def zh(self) -> str:
        return {
            "email": "电子邮件",
            "sms": "短信",
            "messaging": "即时消息",
            "webhook": "网络回调",
            "inbox": "个人网页",
            "door": "上门告知",
        }[self]

    @property
    def needs_address(self) -> bool:
        """Every resident has a page of their own and a door."""
        return self not in {Channel.INBOX, Channel.DOOR}
