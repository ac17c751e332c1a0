"""The ways to a resident."""

from __future__ import annotations

from collections.abc import Sequence

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

    @property
    def can_fail(self) -> bool:
        """What is put on a resident's own page lies there at once. At a door somebody has to call in time."""
        return self is not Channel.INBOX


def in_working_order(channels: Sequence[Channel]) -> list[Channel]:
    """Each where it can still have its turn: one that cannot fail comes last."""
    return sorted(channels, key=lambda channel: not channel.can_fail)


def never_tried(channels: Sequence[Channel]) -> list[Channel]:
    """Those behind one that cannot fail, which would never have their turn."""
    sure = next((place for place, channel in enumerate(channels) if not channel.can_fail), len(channels))
    return [*channels[sure + 1 :]]
