"""The states of a delivery, in the order of how much they prove."""

from __future__ import annotations

from services.notices.domain.delivery.channels import Channel
from shared.worded import Worded


class DeliveryState(Worded):
    """In the order of weight: whatever is told of a delivery, it keeps the weightiest state that was ever true of it.
    So a receipt that comes late, twice or before our own note of sending moves nothing backwards, and the order in
    which receipts come makes no difference."""

    CREATED = "created", "待发送"
    """Chosen; waits for its turn, for the first time or again."""
    QUEUED = "queued", "发送中"
    """A worker has claimed it and gives it to a provider."""
    SKIPPED = "skipped", "未发送（已退订或迁出）"
    """The resident left the channel, or moved away, before it was sent."""
    CANCELLED = "cancelled", "已取消"
    """The campaign was cancelled before it was sent."""
    EXPIRED = "expired", "已过期"
    """The channel's time was over before a provider took it."""
    UNCERTAIN = "uncertain", "结果不明"
    """Twice nobody can say whether the provider took it; a third try might be a second duplicate."""
    SENT = "sent", "已发出"
    """The provider has taken it over, or it lies in the resident's inbox."""
    FAILED = "failed", "发送失败"
    """The provider refused it, or told afterwards that it could not deliver it."""
    BOUNCED = "bounced", "地址无效"
    """The address does not exist or takes nothing."""
    DELIVERED = "delivered", "已送达"
    OPENED = "opened", "已查看"
    ACKNOWLEDGED = "acknowledged", "已确认"

    @property
    def weight(self) -> int:
        return WEIGHTS.index(self)


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
"""The message is with the resident as far as anybody knows; of the inbox see `reached`."""


def reached(channel: str, state: str) -> bool:
    """What lies unopened on the resident's own page has told nobody anything, as in coverage."""
    return state in REACHED and not unopened(channel, state)


def unopened(channel: str, state: str) -> bool:
    return channel == Channel.INBOX and state == DeliveryState.SENT


def weightier(current: DeliveryState, told: DeliveryState) -> DeliveryState:
    """The state of a delivery of which something was told."""
    return max(current, told, key=lambda state: state.weight)
