"""Plans of training."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.base import Contract, count


class PlanPublished(Contract):
    """A plan's sessions stand, and are told one by one as well. `replaces` is the plan that it changes, if any."""

    schedule_id = fields.UUID(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    sessions = count()
    places = count()
    replaces = fields.UUID(required=True, allow_none=True)


EVENTS: dict[str, type[Schema]] = {"training.plan_published.v1": PlanPublished}
