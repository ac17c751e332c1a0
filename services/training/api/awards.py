"""Awards of the district and of the subdistricts."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.training.domain.conduct.awards import WHOLE, Criterion
from services.training.store import awards
from services.training.store.database import reading
from services.training.store.reach import offered
from services.training.store.tables import AwardCycle, AwardNomination
from services.training.workflows import awards as workflows
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, HundredthsField, PageArguments, page_of, text

routes = Blueprint("awards", authentication="bearer", url_prefix="/api/v1", description="Awards (评比表彰)")

_YEAR = validate.Range(min=2000, max=2100)
_QUOTA = validate.Range(min=0, max=10_000)


class CriterionSchema(ApiSchema):
    code = fields.String(
        validate=validate.Regexp(r"^[a-z][a-z_]{0,30}$"), metadata={"description": "by its place when it is not sent"}
    )
    name = text(most=50)
    weight = HundredthsField(
        required=True,
        validate=validate.Range(min=1, max=WHOLE),
        metadata={"description": "basis points: 10,000 in all"},
    )


class NewAwardCycleSchema(ApiSchema):
    area = AreaCodeField(required=True)
    title = text(most=200)
    year = fields.Integer(required=True, strict=True, validate=_YEAR)
    cadres = fields.Integer(required=True, strict=True, validate=_QUOTA, metadata={"description": "awards for cadres"})
    organisations = fields.Integer(required=True, strict=True, validate=_QUOTA)
    nominate_until = fields.Date(required=True)
    objection_days = fields.Integer(load_default=5, strict=True, validate=validate.Range(min=1, max=60))
    needs_lower = fields.Boolean(
        load_default=False, metadata={"description": "only who was awarded by a subdistrict in the same year"}
    )
    criteria = fields.List(fields.Nested(CriterionSchema), required=True, validate=validate.Length(min=1, max=20))


class AwardCycleSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    level = fields.String(required=True)
    year = fields.Integer(required=True)
    cadres = fields.Integer(required=True)
    organisations = fields.Integer(required=True)
    nominate_until = fields.Date(required=True)
    objection_days = fields.Integer(required=True)
    needs_lower = fields.Boolean(required=True)
    criteria = fields.List(fields.Nested(CriterionSchema), required=True)


class AwardCycleFilters(PageArguments):
    area = AreaCodeField()
    year = fields.Integer(validate=_YEAR)


class NewAwardNominationSchema(ApiSchema):
    cadre_id = fields.UUID(load_default=None)
    area = AreaCodeField(load_default=None)
    deeds = text(most=5000)


class AwardCheckSchema(ApiSchema):
    passed = fields.Boolean(required=True)
    note = text(most=2000)
    scores = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True, validate=validate.Range(min=0, max=100)),
        required=True,
        metadata={"description": "points of a hundred by criterion"},
    )


class NewAwardObjectionSchema(ApiSchema):
    text = text(most=5000)
    received_on = fields.Date(required=True)


class ObjectionDecisionSchema(ApiSchema):
    upheld = fields.Boolean(required=True)
    reasons = text(most=2000)


class AwardDecisionSchema(ApiSchema):
    grant = fields.Boolean(required=True)
    note = text(most=2000)


class AwardObjectionSchema(Schema):
    id = fields.UUID(required=True)
    text = fields.String(required=True)
    received_on = fields.Date(required=True)
    upheld = fields.Boolean(required=True, allow_none=True)
    reasons = fields.String(required=True, allow_none=True)


class AwardNominationSummarySchema(Schema):
    id = fields.UUID(required=True)
    cycle_id = fields.UUID(required=True)
    area = fields.String(required=True)
    cadre_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    deeds = fields.String(required=True)
    state = fields.String(required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True, metadata={"description": "hundredths of a point"})
    publicised_on = fields.Date(required=True, allow_none=True)
    objections_until = fields.Date(required=True, allow_none=True)
    decided_on = fields.Date(required=True, allow_none=True)
    decision_note = fields.String(required=True, allow_none=True)


class AwardNominationSchema(AwardNominationSummarySchema):
    objections = fields.List(fields.Nested(AwardObjectionSchema), required=True)


class AwardNominationsSchema(Schema):
    items = fields.List(fields.Nested(AwardNominationSummarySchema), required=True)


class AwardSchema(Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    level = fields.String(required=True)
    year = fields.Integer(required=True)
    area = fields.String(required=True)
    cadre_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    granted_on = fields.Date(required=True)


class AwardLedgerSchema(Schema):
    items = fields.List(fields.Nested(AwardSchema), required=True)


class AwardLedgerArguments(ApiSchema):
    year = fields.Integer(load_default=None, validate=_YEAR)


@routes.route("/award-cycles", methods=["POST"])
@requires("training:write")
@routes.arguments(NewAwardCycleSchema)
@routes.response(201, AwardCycleSchema)
def open_(command: dict[str, Any]) -> AwardCycle:
    """Open a cycle of awards of a district or a subdistrict, with its sheet of criteria"""
    criteria = [
        Criterion(**{"code": f"criterion_{code}"} | each)
        for code, each in zip(ascii_lowercase, command.pop("criteria"), strict=False)
    ]
    return workflows.open_cycle(current_actor(), workflows.NewCycle(criteria=criteria, **command))


@routes.route("/award-cycles", methods=["GET"])
@requires("training:read")
@routes.arguments(AwardCycleFilters, location="query")
@routes.response(200, page_of(AwardCycleSchema))
def list_cycles(filters: dict[str, Any]) -> Page:
    """Cycles of the own area and of offices above and below it, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(AwardCycle).where(offered(AwardCycle.area, current_actor())).filter_by(**filters)
    with reading() as db:
        return paginate(db, query, key=AwardCycle.id, parse=UUID, newest_first=True, **page)


@routes.route("/award-cycles/<uuid:cycle_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, AwardCycleSchema)
def show_cycle(cycle_id: UUID) -> AwardCycle:
    """A cycle with its sheet of criteria"""
    with reading() as db:
        return awards.cycle(db, current_actor(), cycle_id)


@routes.route("/award-cycles/<uuid:cycle_id>/nominations", methods=["POST"])
@requires("training:write")
@routes.arguments(NewAwardNominationSchema)
@routes.response(201, AwardNominationSchema)
def nominate(command: dict[str, Any], cycle_id: UUID) -> dict[str, Any]:
    """Nominate a cadre, or a community's committee, with what they did"""
    return _shown(workflows.nominate(current_actor(), cycle_id, **command))


@routes.route("/award-cycles/<uuid:cycle_id>/nominations", methods=["GET"])
@requires("training:read")
@routes.response(200, AwardNominationsSchema)
def list_nominations(cycle_id: UUID) -> dict[str, Any]:
    """The nominees within reach, the best first"""
    with reading() as db:
        found = awards.cycle(db, current_actor(), cycle_id)
        return {"items": awards.nominations(db, current_actor(), found.id)}


@routes.route("/award-nominations/<uuid:nomination_id>", methods=["GET"])
@requires("training:read")
@routes.response(200, AwardNominationSchema)
def show(nomination_id: UUID) -> dict[str, Any]:
    """A nomination with the objections to it"""
    with reading() as db:
        found = awards.nomination(db, current_actor(), nomination_id)
    return _shown(found)


@routes.route("/award-nominations/<uuid:nomination_id>/check", methods=["POST"])
@requires("training:write")
@routes.arguments(AwardCheckSchema)
@routes.response(200, AwardNominationSchema)
def check(command: dict[str, Any], nomination_id: UUID) -> dict[str, Any]:
    """Check a nominee against the sheet of criteria; by another person than who nominated"""
    return _shown(workflows.check_nominee(current_actor(), nomination_id, **command))


@routes.route("/award-nominations/<uuid:nomination_id>/publication", methods=["POST"])
@requires("training:write")
@routes.response(200, AwardNominationSchema)
def publicise(nomination_id: UUID) -> dict[str, Any]:
    """Tell residents of a nominee who passed the check; the days for objections begin"""
    return _shown(workflows.publicise(current_actor(), nomination_id))


@routes.route("/award-nominations/<uuid:nomination_id>/objections", methods=["POST"])
@requires("training:write")
@routes.arguments(NewAwardObjectionSchema)
@routes.response(201, AwardObjectionSchema)
def object_to(command: dict[str, Any], nomination_id: UUID) -> Any:
    """Take in an objection"""
    return workflows.object_to(current_actor(), nomination_id, **command)


@routes.route("/award-objections/<uuid:objection_id>/decision", methods=["POST"])
@requires("training:decide")
@routes.arguments(ObjectionDecisionSchema)
@routes.response(200, AwardObjectionSchema)
def decide_objection(command: dict[str, Any], objection_id: UUID) -> Any:
    """Decide an objection; one that is upheld bars the award"""
    return workflows.decide_objection(current_actor(), objection_id, **command)


@routes.route("/award-nominations/<uuid:nomination_id>/decision", methods=["POST"])
@requires("training:decide")
@routes.arguments(AwardDecisionSchema)
@routes.response(200, AwardNominationSchema)
def decide(command: dict[str, Any], nomination_id: UUID) -> dict[str, Any]:
    """Grant or refuse the award once the days for objections are over; by who neither nominated nor checked"""
    return _shown(workflows.decide_award(current_actor(), nomination_id, **command))


@routes.route("/awards", methods=["GET"])
@requires("training:read")
@routes.arguments(AwardLedgerArguments, location="query")
@routes.response(200, AwardLedgerSchema)
def ledger(arguments: dict[str, Any]) -> dict[str, Any]:
    """The ledger of awards that were granted, the latest first"""
    with reading() as db:
        won = awards.ledger(db, current_actor(), arguments["year"])
    return {"items": [_award(nomination, cycle) for nomination, cycle in won]}


def _award(won: AwardNomination, cycle: AwardCycle) -> dict[str, Any]:
    shown = {name: getattr(won, name) for name in ("id", "area", "cadre_id", "name")}
    return shown | {"title": cycle.title, "level": cycle.level, "year": cycle.year, "granted_on": won.decided_on}


def _shown(row: AwardNomination) -> dict[str, Any]:
    with reading() as db:
        held = awards.objections(db, row.id)
    return {name: getattr(row, name) for name in AwardNominationSummarySchema().fields} | {"objections": held}
