"""Teams and who is to follow: rules on structure that turn, seats that become empty, reserves who are ready."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import POSTS, Contract, count

ALL_POSTS = (*POSTS, "party_secretary", "party_deputy", "party_member", "worker")


class StructureVerdict(Contract):
    """A rule on a community's team (两委班子) turned; `finding` has the numbers that show why, in Chinese."""

    rule = fields.String(required=True)
    name = fields.String(required=True)
    clause = fields.String(required=True)
    on = fields.Date(required=True)
    finding = fields.String(required=True)


class PostVacated(Contract):
    """More seats of a post are empty than before: a term ended, and nobody followed."""

    post = fields.String(required=True, validate=validate.OneOf(ALL_POSTS))
    seats = count(metadata={"description": "empty ones"})
    since = fields.Date(required=True)


class ReserveReadied(Contract):
    """A reserve cadre (后备干部) is ready for a post; the name stays with the office that keeps the pool."""

    reserve_id = fields.UUID(required=True)
    post = fields.String(required=True, validate=validate.OneOf(ALL_POSTS))
    ready_on = fields.Date(required=True)


EVENTS: dict[str, type[Schema]] = {
    "training.structure_broken.v1": StructureVerdict,
    "training.structure_mended.v1": StructureVerdict,
    "training.post_vacated.v1": PostVacated,
    "training.reserve_readied.v1": ReserveReadied,
}
