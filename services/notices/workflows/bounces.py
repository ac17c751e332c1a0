"""Mail that came back."""

from __future__ import annotations

from services.notices.providers.bounces import receipt_in
from services.notices.providers.smtp import Smtp
from services.notices.workflows.carriers import carriers
from services.notices.workflows.delivery.receipts import apply_receipts
from shared import clock


def take_report(provider: str, mail: bytes) -> bool:
    """Whether it is a delivery report on one of our messages; if so, the message's state follows from it."""
    known = carriers.by_name.get(provider)
    returns = known.provider.returns if known and isinstance(known.provider, Smtp) else None
    receipt = receipt_in(mail, returns, clock.now()) if returns else None
    if receipt is None:
        return False
    apply_receipts(provider, [receipt])
    return True
