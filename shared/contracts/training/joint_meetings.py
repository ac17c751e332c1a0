"""Joint meetings of the two committees."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.base import Contract, count


class JointMeetingMissed(Contract):
    """No joint meeting has followed a community's last one in time. Told once for each last one."""

    last_on = fields.Date(required=True)
    days = count()


EVENTS: dict[str, type[Schema]] = {"training.joint_meeting_missed.v1": JointMeetingMissed}
