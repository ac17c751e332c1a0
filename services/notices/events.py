"""What the notices service hears; what it tells stands in `workflows/notices.py`."""

from __future__ import annotations

from services.notices.workflows.from_events import keep_area, publish_from_event
from services.notices.workflows.occasions import keeping_its_day
from services.notices.workflows.requested import keep_requested_notice
from shared.contracts.routing import ROUTES
from shared.events.envelope import Handler

_NOT_WORDED: dict[str, Handler] = {
    "elections.area_registered.v1": keep_area,
    "elections.notice_requested.v1": keep_requested_notice,
    "training.notice_requested.v1": keep_requested_notice,
}
"""What else is heard becomes a notice by its wording."""

_HEARD = [event_type for event_type, subscribers in ROUTES.items() if "notices" in subscribers]

WORDED = frozenset(_HEARD) - _NOT_WORDED.keys()

HANDLERS: dict[str, Handler] = {
    event_type: keeping_its_day(event_type, _NOT_WORDED.get(event_type, publish_from_event)) for event_type in _HEARD
}
