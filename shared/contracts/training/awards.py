"""Awards of the district and the subdistricts."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count

AWARD_LEVELS = ("district", "subdistrict")
NOMINEES = ("cadre", "organisation")


class AboutAward(Contract):
    """`name` is the cadre's or the community's; `deeds` say what for."""

    award_id = fields.UUID(required=True)
    title = fields.String(required=True)
    level = fields.String(required=True, validate=validate.OneOf(AWARD_LEVELS))
    year = count()
    office = fields.String(required=True)
    nominee = fields.String(required=True, validate=validate.OneOf(NOMINEES))
    name = fields.String(required=True)
    community = fields.String(required=True)
    deeds = fields.String(required=True)


class AwardPublicised(AboutAward):
    """Somebody is to be awarded: residents may object to it until the day given."""

    objections_until = fields.Date(required=True)


class AwardGranted(AboutAward):
    granted_on = fields.Date(required=True)


EVENTS: dict[str, type[Schema]] = {
    "training.award_publicised.v1": AwardPublicised,
    "training.award_granted.v1": AwardGranted,
}
