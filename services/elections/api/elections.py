"""Elections: making one, its state and what is missing, its steps, its result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.elections.api.station_schemas import NewStationSchema
from services.elections.domain.candidacy.contests import Contest
from services.elections.domain.candidacy.post import Post
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.domain.rules.modes import Mode
from services.elections.store import queries
from services.elections.store.database import reading
from services.elections.store.tables import Election
from services.elections.workflows.elections import NewElection, change_election, create_election
from services.elections.workflows.stations import NewStation
from services.elections.workflows.steps import take_step
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.problems import ProblemMissingSchema, describe_missing
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

routes = Blueprint(
    "elections", authentication="bearer", url_prefix="/api/v1/elections", description="Elections, step by step"
)

_OPENED = (ElectionKind.TERM, ElectionKind.BY_ELECTION)
"""Further ballots are called by a result (`/further-ballots`)."""
_BY_HAND = [step.value for step in Step if step not in {Step.FINISH_COUNT, Step.VOID}]


class ContestSchema(ApiSchema):
    post = fields.Enum(Post, by_value=True, required=True)
    seats = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=9))


def _residents() -> fields.Integer:
    return fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=1_000_000),
        metadata={"description": "of voting age in the community, registered or not: for the registration rate"},
    )


class NewElectionSchema(ApiSchema):
    area = AreaCodeField(required=True)
    title = text(most=200)
    mode = fields.String(load_default="all", validate=validate.OneOf([mode.value for mode in Mode]))
    polling_day = fields.Date(required=True)
    rule_set = text(most=50, required=False, metadata={"description": "default: the one in force on polling day"})
    kind = fields.Enum(ElectionKind, by_value=True, load_default=ElectionKind.TERM, validate=validate.OneOf(_OPENED))
    households = fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=1_000_000),
        metadata={"description": "of the community; for the modes in which delegates or representatives vote"},
    )
    residents = _residents()
    term_ends_on = fields.Date(metadata={"description": "of a by-election: when the current term ends (Art 24)"})
    replaces_id = fields.UUID(metadata={"description": "the void election that is held again (Art 19, 22)"})
    paper_register = fields.Boolean(
        load_default=False, metadata={"description": "who has received a paper is registered here, not on paper"}
    )
    contests = fields.List(fields.Nested(ContestSchema), required=True, validate=validate.Length(min=1, max=3))
    stations = fields.List(fields.Nested(NewStationSchema), load_default=list, validate=validate.Length(max=200))


class ElectionChangesSchema(ApiSchema):
    title = text(most=200, required=False)
    polling_day = fields.Date()
    paper_register = fields.Boolean()
    residents = _residents()


class SeatsSchema(Schema):
    post = fields.String(required=True)
    seats = fields.Integer(required=True)


class StepTakenSchema(Schema):
    step = fields.String(required=True)
    on = fields.Date(required=True, metadata={"description": "civil day of the act"})
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True, metadata={"description": "when it was recorded"})


class NextStepSchema(Schema):
    step = fields.String(required=True)
    responsible = fields.String(required=True, metadata={"description": "who takes it"})
    missing = fields.List(fields.Nested(ProblemMissingSchema), required=True)


class ElectionSummarySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    mode = fields.String(required=True)
    polling_day = fields.Date(required=True)
    state = fields.String(required=True)


class ExceptionSchema(Schema):
    duty = fields.String(required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class ElectionSchema(ElectionSummarySchema):
    parent_id = fields.UUID(required=True, allow_none=True)
    replaces_id = fields.UUID(required=True, allow_none=True)
    term_ends_on = fields.Date(required=True, allow_none=True)
    rule_set = fields.String(required=True)
    paper_register = fields.Boolean(required=True)
    residents = fields.Integer(required=True, allow_none=True)
    version = fields.Integer(required=True)
    electors = fields.Integer(required=True)
    roll_hash = fields.String(required=True, allow_none=True)
    contests = fields.List(fields.Nested(SeatsSchema), required=True)
    steps = fields.List(fields.Nested(StepTakenSchema), required=True)
    next_steps = fields.List(fields.Nested(NextStepSchema), required=True)
    exceptions = fields.List(fields.Nested(ExceptionSchema), required=True)
    further_ballots = fields.List(
        fields.UUID(), required=True, metadata={"description": "elections for seats that this one left empty"}
    )


class ElectionFilters(PageArguments):
    area = AreaCodeField()
    state = fields.String(validate=validate.OneOf([state.value for state in State]))


class StepSchema(ApiSchema):
    step = fields.String(required=True, validate=validate.OneOf(_BY_HAND))
    on = fields.Date(load_default=None, metadata={"description": "civil day of the act; default: today"})


class FindingSchema(Schema):
    holds = fields.Boolean(required=True)
    inequality = fields.String(required=True)
    clause = fields.String(required=True)


class StandingSchema(Schema):
    candidate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    votes = fields.Integer(required=True)
    elected = fields.Boolean(required=True)
    tied = fields.Boolean(required=True)
    inequality = fields.String(required=True)
    clause = fields.String(required=True)
    carried = fields.Integer(
        load_default=0, metadata={"description": "votes given for a higher post that count towards this one"}
    )
    passed_over = fields.String(metadata={"description": "why somebody with enough votes has no seat"})


class NamedSchema(Schema):
    candidate_id = fields.UUID(required=True)
    name = fields.String(required=True)


class ContestResultSchema(Schema):
    post = fields.String(required=True)
    seats = fields.Integer(required=True)
    outcome = fields.String(required=True)
    seats_short = fields.Integer(required=True)
    void = fields.Integer(required=True)
    others = fields.Integer(required=True)
    candidates = fields.List(fields.Nested(StandingSchema), required=True)
    another_ballot = fields.List(fields.Nested(NamedSchema), required=True)
    women_seats = fields.Integer(metadata={"description": "of the seats short, those for women only"})
    void_grounds = fields.Dict(keys=fields.String(), values=fields.Integer())
    write_ins = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "votes for others by name"}
    )
    against = fields.Dict(keys=fields.UUID(), values=fields.Integer())
    abstained = fields.Dict(keys=fields.UUID(), values=fields.Integer())


class ResultSchema(Schema):
    election_id = fields.UUID(required=True)
    state = fields.String(required=True)
    valid = fields.Boolean(required=True)
    electors = fields.Integer(required=True)
    issued = fields.Integer(required=True)
    voted = fields.Integer(required=True)
    papers = fields.List(fields.Nested(FindingSchema), required=True)
    turnout = fields.Nested(FindingSchema, required=True)
    contests = fields.List(fields.Nested(ContestResultSchema), required=True)
    exceptions = fields.List(fields.Nested(ExceptionSchema), required=True)


@routes.route("", methods=["POST"])
@requires("elections:write")
@routes.arguments(NewElectionSchema)
@routes.response(201, ElectionSchema)
def create(command: dict[str, Any]) -> tuple[Any, int, dict[str, str]]:
    """Make an election; it is a draft until it is announced"""
    contests = [Contest(**contest) for contest in command.pop("contests")]
    stations = [NewStation(**station) for station in command.pop("stations")]
    made = create_election(current_actor(), NewElection(**command, contests=contests, stations=stations))
    return _shown(made.id), 201, {"Location": f"/api/v1/elections/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("elections:read")
@routes.arguments(ElectionFilters, location="query")
@routes.response(200, page_of(ElectionSummarySchema))
def list_elections(filters: dict[str, Any]) -> Page:
    """Elections within reach, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Election).where(within(Election.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=Election.id, parse=UUID, newest_first=True, **page)


@routes.route("/<uuid:election_id>", methods=["GET"])
@requires("elections:read")
@routes.response(200, ElectionSchema)
def show(election_id: UUID) -> tuple[Any, int, dict[str, str]]:
    """An election: its state, the steps taken, and what is missing for the next"""
    shown = _shown(election_id)
    return shown, 200, etag(shown["version"])


@routes.route("/<uuid:election_id>", methods=["PATCH"])
@requires("elections:write")
@routes.arguments(ElectionChangesSchema)
@routes.response(200, ElectionSchema)
def change(changes: dict[str, Any], election_id: UUID) -> tuple[Any, int, dict[str, str]]:
    """Change a draft's title or polling day (If-Match)"""
    changed = change_election(current_actor(), election_id, changes, version=expected_version())
    return _shown(election_id), 200, etag(changed.version)


@routes.route("/<uuid:election_id>/steps", methods=["POST"])
@requires("elections:read")
@routes.arguments(StepSchema)
@routes.response(200, ElectionSchema)
def take(command: dict[str, Any], election_id: UUID) -> tuple[Any, int, dict[str, str]]:
    """Take a step (elections:write; certify: elections:certify). 409 tells everything that is missing"""
    taken = take_step(current_actor(), election_id, Step(command["step"]), on=command["on"])
    return _shown(election_id), 200, etag(taken.version)


@routes.route("/<uuid:election_id>/result", methods=["GET"])
@requires("elections:read")
@routes.response(200, ResultSchema)
def show_result(election_id: UUID) -> dict[str, Any]:
    """The verdict, each finding with clause and inequality; 404 until the count is finished"""
    return queries.result(current_actor(), election_id)


def _shown(election_id: UUID) -> dict[str, Any]:
    shown = queries.election(current_actor(), election_id, today=clock.today())
    for step in shown["next_steps"]:
        step["missing"] = [describe_missing(duty) for duty in step["missing"]]
    return shown
