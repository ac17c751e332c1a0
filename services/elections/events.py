"""What the elections service hears. What it tells stands in `workflows/announcements.py` and `workflows/areas.py`."""

from __future__ import annotations

from services.elections.workflows.leaving_audits import note_leaving_audit
from services.elections.workflows.publications import note_publication
from shared.events.envelope import Handler

HANDLERS: dict[str, Handler] = {
    "training.audit_published.v1": note_leaving_audit,
    "notices.notice_published.v1": note_publication,
}
