"""What the notices service hears; what it tells stands in `workflows/notices.py`."""

from __future__ import annotations

from services.notices.workflows.from_events import keep_area, publish_from_event
from shared.events.envelope import Handler

HANDLERS: dict[str, Handler] = {
    "elections.area_registered.v1": keep_area,
    "elections.election_announced.v1": publish_from_event,
    "elections.roll_published.v1": publish_from_event,
    "elections.candidates_published.v1": publish_from_event,
    "elections.result_certified.v1": publish_from_event,
    "training.cadres_enrolled.v1": publish_from_event,
}
