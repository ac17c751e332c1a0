"""Who trains enough (R47), how much is put into it (R13), and how many are able (R48)."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from marshmallow import Schema, fields, validate

from services.training.domain.learning.compliance import LEAST_PER_YEAR, Rule, Standing, months_in_office
from services.training.domain.learning.courses import Competency
from services.training.store import completions, compliance
from services.training.store.database import reading
from services.training.workflows import compliance as workflows
from shared import clock
from shared.auth.actor import Actor
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField

routes = Blueprint("compliance", authentication="bearer", url_prefix="/api/v1/compliance", description="Compliance")


class ComplianceRuleSchema(ApiSchema):
    per_year = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=LEAST_PER_YEAR, max=52),
        metadata={"description": "completed sessions in a calendar year"},
    )  # fmt: skip
    pro_rata = fields.Boolean(required=True, metadata={"description": "by whole months in office"})
    duty_hours = fields.Integer(load_default=Rule().duty_hours, strict=True, validate=validate.Range(1, 8784))


class OfficeRuleSchema(Schema):
    area = fields.String(required=True)
    per_year = fields.Integer(required=True)
    pro_rata = fields.Boolean(required=True)
    duty_hours = fields.Integer(required=True)


class OfficeRulesSchema(Schema):
    items = fields.List(fields.Nested(OfficeRuleSchema), required=True)


class ComplianceArguments(ApiSchema):
    area = AreaCodeField(required=True)
    year = fields.Integer(validate=validate.Range(min=2000, max=2100), metadata={"description": "default: this one"})


class RemedySchema(Schema):
    sessions = fields.List(fields.UUID(), required=True, metadata={"description": "with room, that would make it up"})
    still_missing = fields.Integer(required=True, metadata={"description": "for which no session is there yet"})


class ComplianceAccountSchema(Schema):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    area = fields.String(required=True)
    standing = fields.String(required=True, validate=validate.OneOf([each.value for each in Standing]))
    needed = fields.Integer(required=True, metadata={"description": "in the year, for their months in office"})
    done = fields.Integer(required=True)
    planned = fields.Integer(required=True, metadata={"description": "places in sessions to come"})
    behind = fields.Integer(required=True, metadata={"description": "due by the end of last month and not done"})
    missing = fields.Integer(required=True, metadata={"description": "neither done nor planned by the year's end"})
    short_in = fields.Integer(
        required=True, allow_none=True, metadata={"description": "month by whose end too few will be done"}
    )
    remedy = fields.Nested(RemedySchema, required=True)


class ComplianceSchema(Schema):
    year = fields.Integer(required=True)
    totals = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    items = fields.List(fields.Nested(ComplianceAccountSchema), required=True)


class EffortSchema(Schema):
    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    area = fields.String(required=True)
    sessions = fields.Integer(required=True)
    hours = fields.Integer(required=True)
    fen = fields.Integer(required=True, metadata={"description": "1/100 yuan"})
    duty_hours = fields.Integer(required=True, metadata={"description": "of their months in office"})


class EffortsSchema(Schema):
    year = fields.Integer(required=True)
    hours = fields.Integer(required=True)
    fen = fields.Integer(required=True)
    duty_hours = fields.Integer(required=True)
    per_mille = fields.Integer(
        required=True, allow_none=True, metadata={"description": "training hours in 1,000 duty hours"}
    )
    items = fields.List(fields.Nested(EffortSchema), required=True)


class AbleArguments(ApiSchema):
    area = AreaCodeField(required=True)
    competency = fields.Enum(Competency, by_value=True, required=True)


class AbleCommunitySchema(Schema):
    area = fields.String(required=True)
    cadres = fields.Integer(required=True, metadata={"description": "in office now"})
    able = fields.Integer(required=True, metadata={"description": "who passed a tested course of the competency"})


class AbleSchema(Schema):
    cadres = fields.Integer(required=True)
    able = fields.Integer(required=True)
    per_mille = fields.Integer(required=True, allow_none=True)
    items = fields.List(fields.Nested(AbleCommunitySchema), required=True)


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(ComplianceArguments, location="query")
@routes.response(200, ComplianceSchema)
def show(arguments: dict[str, Any]) -> dict[str, Any]:
    """Each cadre of an area: how many sessions are needed, done, planned and missing, and which would make it up"""
    year = arguments.get("year", clock.today().year)
    found = workflows.standings(current_actor(), arguments["area"], year)
    totals = Counter(each.account.standing.value for each in found)
    counts = {each.value: totals[each.value] for each in Standing}
    return {"year": year, "totals": {"cadres": len(found), **counts}, "items": [_standing(each) for each in found]}


@routes.route("/effort", methods=["GET"])
@requires("training:read")
@routes.arguments(ComplianceArguments, location="query")
@routes.response(200, EffortsSchema)
def show_effort(arguments: dict[str, Any]) -> dict[str, Any]:
    """Hours and money put into each cadre's training, against the hours that they work"""
    year = arguments.get("year", clock.today().year)
    found = workflows.standings(current_actor(), arguments["area"], year)
    items = [_effort(each, year) for each in found]
    sums = {name: sum(item[name] for item in items) for name in ("hours", "fen", "duty_hours")}
    per_mille = 1000 * sums["hours"] // sums["duty_hours"] if sums["duty_hours"] else None
    return {"year": year, **sums, "per_mille": per_mille, "items": items}


@routes.route("/able", methods=["GET"])
@requires("training:read")
@routes.arguments(AbleArguments, location="query")
@routes.response(200, AbleSchema)
def show_able(arguments: dict[str, Any]) -> dict[str, Any]:
    """What share of the cadres in office has passed a test of a competency, such as the computer's"""
    actor = current_actor()
    actor.must_reach(arguments["area"])
    with reading() as db:
        found = completions.able(db, Actor(actor.subject, arguments["area"]), arguments["competency"])
    cadres, passed = sum(each[1] for each in found), sum(each[2] for each in found)
    items = [{"area": area, "cadres": there, "able": those} for area, there, those in found]
    return {"cadres": cadres, "able": passed, "per_mille": 1000 * passed // cadres if cadres else None, "items": items}


@routes.route("/rules", methods=["GET"])
@requires("training:read")
@routes.response(200, OfficeRulesSchema)
def list_rules() -> dict[str, Any]:
    """What offices ask for; where none has said, four sessions a year, pro rata"""
    with reading() as db:
        known = compliance.rules(db, current_actor())
    return {"items": [{"area": area, **asdict(rule)} for area, rule in sorted(known.items())]}


@routes.route("/rules/<string(length=12):area>", methods=["PUT"])
@requires("training:write")
@routes.arguments(ComplianceRuleSchema)
@routes.response(200, OfficeRuleSchema)
def set_rule(command: dict[str, Any], area: str) -> dict[str, Any]:
    """Ask for more than the least, or of joiners for the whole year's"""
    return {"area": area, **asdict(workflows.set_rule(current_actor(), area, Rule(**command)))}


def _standing(each: workflows.Standing) -> dict[str, Any]:
    account, fixes = each.account, [offer.slot.id for offer in each.remedy]
    return {
        **_whose(each),
        "standing": account.standing,
        "missing": account.missing,
        **asdict(account),
        "remedy": {"sessions": fixes, "still_missing": account.missing - len(fixes)},
    }


def _effort(each: workflows.Standing, year: int) -> dict[str, Any]:
    done, months = each.year.done, months_in_office(each.year.spans, year)
    return {
        **_whose(each),
        "sessions": len(done),
        "hours": sum(session.hours for session in done),
        "fen": sum(session.fen for session in done),
        "duty_hours": each.year.rule.duty_hours * months // 12,
    }


def _whose(each: workflows.Standing) -> dict[str, Any]:
    cadre = each.year.cadre
    return {"cadre_id": cadre.id, "name": cadre.name, "area": cadre.area}
