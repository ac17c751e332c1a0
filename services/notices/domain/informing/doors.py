"""Visits at the doors of those whom nothing else has reached."""

from __future__ import annotations

from services.notices.domain.delivery.states import DeliveryState
from shared.worded import Worded


class VisitResult(Worded):
    INFORMED = "informed", "已告知"
    NOT_HOME = "not_home", "不在家"
    MOVED_AWAY = "moved_away", "已搬走"
    REFUSED = "refused", "拒绝接待"

    @property
    def final(self) -> bool:
        """The next list leaves the resident out; who was not at home is called on again."""
        return self is not VisitResult.NOT_HOME

    @property
    def delivery(self) -> DeliveryState | None:
        """What becomes of the delivery at the door; None leaves it open."""
        return {
            VisitResult.INFORMED: DeliveryState.DELIVERED,
            VisitResult.REFUSED: DeliveryState.FAILED,
            VisitResult.MOVED_AWAY: DeliveryState.SKIPPED,
        }.get(self)
