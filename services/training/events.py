"""What the training service hears; what it tells stands in `workflows/induction.py` and `workflows/sessions.py`."""

from __future__ import annotations

from services.training.workflows.committees import keep_area, seat_committee
from shared.events.envelope import Handler

HANDLERS: dict[str, Handler] = {
    "elections.area_registered.v1": keep_area,
    "elections.result_certified.v1": seat_committee,
}
