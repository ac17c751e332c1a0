"""The states of a delivery, in the order of how much they prove."""

from __future__ import annotations

from enum import StrEnum


class DeliveryState(StrEnum):
    """In the order of weight: whatever is told of a delivery, it keeps the weightiest state that was ever true of it.
    So a receipt that comes late, twice or before our own note of sending moves nothing backwards, and the order in
    which receipts come makes no difference."""

    CREATED = "created"
    """Chosen; waits for its turn, for the first time or again."""
    QUEUED = "queued"
    """A worker has claimed it and gives it to a provider."""
    SKIPPED = "skipped"
    """The resident left the channel, or moved away, before it was sent."""
    CANCELLED = "cancelled"
    """The campaign was cancelled before it was sent."""
    EXPIRED = "expired"
    """The channel's time was over before a provider took it."""
    UNCERTAIN = "uncertain"
    """Twice nobody can say whether the provider took it; a third try might be a second duplicate."""
    SENT = "sent"
    """The provider has taken it over, or it lies in the resident's inbox."""
    FAILED = "failed"
    """The provider refused it, or told afterwards that it could not deliver it."""
    BOUNCED = "bounced"
    """The address does not exist or takes nothing."""
    DELIVERED = "delivered"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"

    @property
    def zh(self) -> str:
        return _ZH[self]

    @property
    def weight(self) -> int:
        return WEIGHTS.index(self)


_ZH = {
    "created": "待发送",
    "queued": "发送中",
    "skipped": "未发送（已退订或迁出）",
    "cancelled": "已取消",
    "expired": "已过期",
    "uncertain": "结果不明",
    "sent": "已发出",
    "failed": "发送失败",
    "bounced": "地址无效",
    "delivered": "已送达",
    "opened": "已查看",
    "acknowledged": "已确认",
}

WEIGHTS = tuple(DeliveryState)

OPEN = frozenset({DeliveryState.CREATED, DeliveryState.QUEUED})
"""Something is still to be done."""

IN_VAIN = frozenset(
    {
        DeliveryState.SKIPPED,
        DeliveryState.EXPIRED,
        DeliveryState.UNCERTAIN,
        DeliveryState.FAILED,
        DeliveryState.BOUNCED,
    }
)
"""Ended without reaching the resident: the next channel's turn, and what a clerk may have tried again."""

REACHED = frozenset({DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.OPENED, DeliveryState.ACKNOWLEDGED})
"""The message is with the resident as far as anybody knows."""


def weightier(current: DeliveryState, told: DeliveryState) -> DeliveryState:
    """The state of a delivery of which something was told."""
    return max(current, told, key=lambda state: state.weight)
