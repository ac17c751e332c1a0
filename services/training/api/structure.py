"""Teams against the rules: now, to the end of the term, and what if somebody comes or goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.training.domain.office.ages import birthday
from services.training.domain.office.cadres import Education, Sex
from services.training.domain.office.posts import Post
from services.training.domain.team.structure import Change, Finding, Group, Member, Rule, State, forecast, next_break
from services.training.store import cadres, reserves, roster, structure
from services.training.store.database import reading
from services.training.store.rules import structure_rules
from shared import clock
from shared.messages import tell, translate
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.schemas import ApiSchema, AreaCodeField, text

routes = Blueprint(
    "structure", authentication="bearer", url_prefix="/api/v1/structure", description="Structure of teams"
)

_TERM_YEARS = 5  # Art 14; how far is looked ahead where no election says when the term ends


class StructureArguments(ApiSchema):
    on = fields.Date(load_default=None)


class OverviewArguments(StructureArguments):
    area = AreaCodeField(load_default=None)


class CauseSchema(Schema):
    name = fields.String(required=True, attribute="member.name")
    why = fields.String(required=True)
    age = fields.Integer(required=True)


class ChangeSchema(Schema):
    on = fields.Date(required=True)
    state = fields.String(required=True)
    message = fields.String(required=True)
    causes = fields.List(fields.Nested(CauseSchema), required=True)


class RuleStateSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    teams = fields.List(fields.String(), required=True)
    clause = fields.String(required=True)
    state = fields.String(required=True)
    message = fields.String(required=True, metadata={"description": "the numbers that show why"})
    breaks = fields.Nested(
        ChangeSchema, required=True, allow_none=True, metadata={"description": "the next day on which it breaks"}
    )
    forecast = fields.List(fields.Nested(ChangeSchema), required=True)


class StructureSchema(Schema):
    area = fields.String(required=True)
    on = fields.Date(required=True)
    until = fields.Date(required=True, metadata={"description": "end of the term, to which the forecast goes"})
    rules = fields.List(fields.Nested(RuleStateSchema), required=True)


class VerdictSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    message = fields.String(required=True, metadata={"description": "the numbers that show why"})


class CommunityStructureSchema(Schema):
    area = fields.String(required=True)
    name = fields.String(required=True)
    broken = fields.Integer(required=True)
    verdicts = fields.List(fields.Nested(VerdictSchema), required=True)


class StructureOverviewSchema(Schema):
    items = fields.List(fields.Nested(CommunityStructureSchema), required=True)


class JoiningSchema(ApiSchema):
    """A cadre of the community, a reserve, or somebody who is neither."""

    post = fields.Enum(Post, by_value=True, required=True)
    cadre_id = fields.UUID()
    reserve_id = fields.UUID(metadata={"description": "training:reserve:read"})
    name = text(most=50, required=False)
    sex = fields.Enum(Sex, by_value=True)
    birth_date = fields.Date()
    education = fields.Enum(Education, by_value=True, load_default=None)
    relatives = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=20))

    @validates_schema
    def _somebody(self, data: dict[str, Any], **_: Any) -> None:
        known = data.keys() & {"cadre_id", "reserve_id"}
        if not known and not {"name", "sex", "birth_date"} <= data.keys():
            raise ValidationError("请写明干部或后备人选的编号，或姓名、性别和出生日期。", "cadre_id")


class WhatIfSchema(ApiSchema):
    on = fields.Date(load_default=None)
    joins = fields.List(fields.Nested(JoiningSchema), load_default=list, validate=validate.Length(max=20))
    leaves = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=20))


class EffectSchema(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    clause = fields.String(required=True)
    before = fields.String(required=True)
    after = fields.String(required=True)
    message = fields.String(required=True, metadata={"description": "what would be found afterwards"})


class WhatIfAnswerSchema(Schema):
    rules = fields.List(fields.Nested(EffectSchema), required=True)
    broken_by_it = fields.List(fields.String(), required=True)
    mended_by_it = fields.List(fields.String(), required=True)


@routes.route("", methods=["GET"])
@requires("training:read")
@routes.arguments(OverviewArguments, location="query")
@routes.response(200, StructureOverviewSchema)
def overview(filters: dict[str, Any]) -> dict[str, Any]:
    """Every community's verdicts, those first where most is broken"""
    actor, on = current_actor(), filters["on"] or clock.today()
    if filters["area"] is not None:
        actor.must_reach(filters["area"])
    with reading() as db:
        found = structure.groups(db, actor, on, filters["area"])
        names = structure.names(db, found)
    items = [_community(code, names.get(code, code), group, on) for code, group in found.items()]
    return {"items": sorted(items, key=lambda each: (-each["broken"], each["area"]))}


@routes.route("/<string(length=12):area>", methods=["GET"])
@requires("training:read")
@routes.arguments(StructureArguments, location="query")
@routes.response(200, StructureSchema)
def show(filters: dict[str, Any], area: str) -> dict[str, Any]:
    """A community's verdicts with their numbers, the birthday that breaks one, and the forecast to the term's end"""
    actor, on = current_actor(), filters["on"] or clock.today()
    actor.must_reach(area)
    with reading() as db:
        group = structure.groups(db, actor, on, area).get(area, Group(()))
        until = structure.term_end(db, area, on) or birthday(on, _TERM_YEARS)
    return {
        "area": area,
        "on": on,
        "until": until,
        "rules": [_rule(rule, group, on, until) for rule in structure_rules()],
    }


@routes.route("/<string(length=12):area>/what-if", methods=["POST"])
@requires("training:read")
@routes.arguments(WhatIfSchema)
@routes.response(200, WhatIfAnswerSchema)
def what_if(command: dict[str, Any], area: str) -> dict[str, Any]:
    """What the verdicts would be if somebody were elected, appointed, or left; nothing is changed"""
    actor, on = current_actor(), command["on"] or clock.today()
    actor.must_reach(area)
    with reading() as db:
        before = structure.groups(db, actor, on, area).get(area, Group(()))
        joins = [_joining(db, each, number, on) for number, each in enumerate(command["joins"])]
    after = before.with_changes([member for member, _ in joins], {str(each) for each in command["leaves"]})
    related = frozenset(pair for _, pairs in joins for pair in pairs)
    return effects(before, Group(after.members, after.relatives | related), on)


def effects(before: Group, after: Group, on: date) -> dict[str, Any]:
    pairs = [(rule, rule.find(before, on), rule.find(after, on)) for rule in structure_rules()]
    return {
        "rules": [_effect(*each) for each in pairs],
        "broken_by_it": [rule.code for rule, was, now in pairs if was.state is not now.state is State.BROKEN],
        "mended_by_it": [rule.code for rule, was, now in pairs if was.state is State.BROKEN and now.state is State.MET],
    }


def _effect(rule: Rule, was: Finding, now: Finding) -> dict[str, Any]:
    shown = {"code": rule.code, "name": translate(rule.name), "clause": rule.clause}
    return shown | {"before": was.state, "after": now.state, "message": tell(now.message, now.facts)}


def _joining(db: Any, each: dict[str, Any], number: int, on: date) -> tuple[Member, Collection[frozenset[str]]]:
    teams = frozenset({each["post"].team})
    if "cadre_id" in each:
        found = cadres.cadre(db, current_actor(), each["cadre_id"])
        facts, own = roster.facts_on(db, found.id, on), str(found.id)
        member = Member(own, found.name, Sex(found.sex), found.birth_date, facts.education, teams)
    elif "reserve_id" in each:
        current_actor().must_have("training:reserve:read")
        member = reserves.joining(reserves.reserve(db, current_actor(), each["reserve_id"]), each["post"])
        own = member.id
    else:
        own = f"joining-{number}"
        member = Member(own, each["name"], each["sex"], each["birth_date"], each["education"], teams)
    return member, [frozenset({own, str(other)}) for other in each["relatives"]]


def _community(code: str, name: str, group: Group, on: date) -> dict[str, Any]:
    found = [(rule, rule.find(group, on)) for rule in structure_rules()]
    broken = sum(finding.state is State.BROKEN for _, finding in found)
    return {"area": code, "name": name, "broken": broken, "verdicts": [_verdict(*each) for each in found]}


def _verdict(rule: Rule, finding: Finding) -> dict[str, Any]:
    message = tell(finding.message, finding.facts)
    return {"code": rule.code, "name": translate(rule.name), "state": finding.state, "message": message}


def _rule(rule: Rule, group: Group, on: date, until: date) -> dict[str, Any]:
    finding, changes = rule.find(group, on), list(forecast(rule, group, on, until))
    broken = next_break(changes)
    return {
        "code": rule.code,
        "name": translate(rule.name),
        "teams": rule.teams,
        "clause": rule.clause,
        "state": finding.state,
        "message": tell(finding.message, finding.facts),
        "breaks": _change(broken) if broken else None,
        "forecast": [_change(each) for each in changes],
    }


def _change(change: Change) -> dict[str, Any]:
    finding = change.finding
    told = tell(finding.message, finding.facts)
    return {"on": change.on, "state": finding.state, "message": told, "causes": change.causes}
