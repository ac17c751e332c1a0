"""What the training service hears; what it tells stands in `workflows/induction.py` and `workflows/sessions.py`."""

from __future__ import annotations

from services.training.workflows.audits import note_display
from services.training.workflows.committees import keep_area, seat_committee
from services.training.workflows.leaving import end_post, keep_grades, void_result
from services.training.workflows.polling_days import free_polling_day, keep_polling_day
from shared.events.envelope import Handler

HANDLERS: dict[str, Handler] = {
    "elections.area_registered.v1": keep_area,
    "elections.election_announced.v1": keep_polling_day,
    "elections.timetable_changed.v1": keep_polling_day,
    "elections.election_cancelled.v1": free_polling_day,
    "elections.result_certified.v1": seat_committee,
    "elections.post_ended.v1": end_post,
    "elections.result_voided.v1": void_result,
    "elections.appraisal_published.v1": keep_grades,
    "notices.notice_published.v1": note_display,
}
