"""Activities: planned with their notice, moved, cancelled; who signed up and who came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.domain.activities.activity import ActivityState, Plan
from services.notices.domain.contact import contact_in
from services.notices.store import activities, activity_figures
from services.notices.store.database import reading
from services.notices.store.tables import Activity, SignUp
from services.notices.workflows.activities import planning, signing_up
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, line, page_of, text

routes = Blueprint("activities", authentication="bearer", url_prefix="/api/v1/activities", description="Activities")

_MOST = 100_000


def _people(**options: Any) -> fields.Integer:
    return fields.Integer(allow_none=True, validate=validate.Range(min=1, max=_MOST), **options)


class NewActivitySchema(ApiSchema):
    area = AreaCodeField(required=True)
    title = line(most=200)
    body = text(most=20_000, metadata={"description": "Markdown; the notice's body"})
    venue = line(most=100)
    theme = line(most=40, metadata={"description": "what activities of this kind have in common over the years"})
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    sign_up_until = fields.AwareDateTime(load_default=None, metadata={"description": "the start, if not given"})
    capacity = _people(load_default=None)
    least = _people(load_default=None, metadata={"description": "with fewer it is extended, then decided on"})
    target_share = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=100))
    title_en = line(most=200, required=False, load_default=None, allow_none=True)
    body_en = text(most=20_000, required=False, load_default=None, allow_none=True)


class ActivityChangesSchema(ApiSchema):
    venue = line(most=100, required=False)
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    sign_up_until = fields.AwareDateTime()
    capacity = _people()
    least = _people()


class CancellationSchema(ApiSchema):
    reason = text(most=500, metadata={"description": "told to all who signed up"})


class ClerkSignUpSchema(ApiSchema):
    name = line(most=40)
    contact = line(most=100, required=False, load_default=None)
    resident_id = fields.UUID(load_default=None, allow_none=True)


class ActivitySchema(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    area = fields.String(required=True)
    notice_id = fields.UUID(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True, allow_none=True)
    venue = fields.String(required=True)
    theme = fields.String(required=True)
    novelty = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    sign_up_until = fields.AwareDateTime(required=True)
    capacity = fields.Integer(required=True, allow_none=True)
    least = fields.Integer(required=True, allow_none=True)
    target_share = fields.Integer(required=True, allow_none=True)
    extended = fields.Integer(required=True)
    short_told_at = fields.AwareDateTime(required=True, allow_none=True)
    announced_at = fields.AwareDateTime(required=True, allow_none=True)
    state = fields.String(required=True)
    cancel_reason = fields.String(required=True, allow_none=True)


class HallSchema(Schema):
    page = fields.String(required=True, metadata={"description": "for the hall's screen: whoever has it has the code"})


class SignUpSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    resident_id = fields.UUID(required=True, allow_none=True)
    code = fields.String(required=True)
    state = fields.String(required=True)
    signed_at = fields.AwareDateTime(required=True)
    came_at = fields.AwareDateTime(required=True, allow_none=True)


class ActivityFiguresSchema(Schema):
    signed_up = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    came = fields.Integer(required=True)
    no_shows = fields.Integer(required=True)
    first_timers = fields.Integer(required=True, allow_none=True, metadata={"description": "percentage"})
    rating = fields.Float(required=True, allow_none=True)
    ratings = fields.Integer(required=True)


class ActivityFilters(PageArguments):
    area = AreaCodeField()
    state = fields.Enum(ActivityState, by_value=True)


class ActivitiesYearArguments(ApiSchema):
    area = AreaCodeField(required=True)
    year = fields.Integer(
        load_default=lambda: clock.today().year,
        validate=validate.Range(min=2000, max=2100),
        metadata={"description": "this civil year by default"},
    )


class ActivitiesYearSchema(Schema):
    held = fields.Integer(required=True)
    new = fields.Integer(required=True, metadata={"description": "for the first time, or again after a year"})
    residents = fields.Integer(required=True)
    repeat_rate = fields.Integer(required=True, allow_none=True, metadata={"description": "percentage"})


@routes.route("", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewActivitySchema)
@routes.response(201, ActivitySchema)
def plan(command: dict[str, Any]) -> tuple[Activity, int, dict[str, str]]:
    """Plan an activity, with the draft of its notice"""
    times = {name: command.pop(name) for name in ("starts_at", "ends_at", "capacity", "least", "target_share")}
    until = command.pop("sign_up_until") or times["starts_at"]
    planned = planning.NewActivity(**command, plan=Plan(**times, sign_up_until=until))
    made = planning.plan_activity(current_actor(), planned)
    return made, 201, {"Location": f"/api/v1/activities/{made.id}", **etag(made.version)}


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(ActivityFilters, location="query")
@routes.response(200, page_of(ActivitySchema))
def list_activities(filters: dict[str, Any]) -> Page:
    """Activities within reach, the last planned first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Activity).where(within(Activity.area, current_actor())).filter_by(**filters)
    with reading() as session:
        return paginate(session, query, key=Activity.id, parse=UUID, newest_first=True, **page)


@routes.route("/figures", methods=["GET"])
@requires("notices:read")
@routes.arguments(ActivitiesYearArguments, location="query")
@routes.response(200, ActivitiesYearSchema)
def year(arguments: dict[str, Any]) -> activity_figures.ActivitiesFigures:
    """What was held in a year, and how many residents came again (R74)"""
    current_actor().must_reach(arguments["area"])
    with reading() as session:
        return activity_figures.of_area(session, **arguments)


@routes.route("/<uuid:activity_id>", methods=["GET"])
@requires("notices:read")
@routes.response(200, ActivitySchema)
def show(activity_id: UUID) -> tuple[Activity, int, dict[str, str]]:
    """One activity"""
    with reading() as session:
        found = activities.activity(session, current_actor(), activity_id)
    return found, 200, etag(found.version)


@routes.route("/<uuid:activity_id>", methods=["PATCH"])
@requires("notices:write")
@routes.arguments(ActivityChangesSchema)
@routes.response(200, ActivitySchema)
def change(changes: dict[str, Any], activity_id: UUID) -> tuple[Activity, int, dict[str, str]]:
    """Move it or give it more places; of another time or venue who signed up is told, and an amendment of its notice
    is proposed"""
    done = planning.change_activity(current_actor(), activity_id, changes, version=expected_version())
    return done, 200, etag(done.version)


@routes.route("/<uuid:activity_id>/announcement", methods=["POST"])
@requires("notices:write")
@routes.response(200, ActivitySchema)
def announce(activity_id: UUID) -> Activity:
    """Mark it as announced; 409 while too few residents know of it (R73)"""
    return planning.announce_activity(current_actor(), activity_id)


@routes.route("/<uuid:activity_id>/cancellation", methods=["POST"])
@requires("notices:write")
@routes.arguments(CancellationSchema)
@routes.response(200, ActivitySchema)
def cancel(command: dict[str, Any], activity_id: UUID) -> Activity:
    """Cancel it; who signed up is told, and an amendment of its notice is proposed"""
    return planning.cancel_activity(current_actor(), activity_id, **command)


@routes.route("/<uuid:activity_id>/hall", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, HallSchema)
def hall(activity_id: UUID) -> dict[str, str]:
    """The page that the hall's screen shows"""
    with reading() as session:
        found = activities.activity(session, current_actor(), activity_id)
    return {"page": f"/activities/hall/{found.check_in_key}"}


@routes.route("/<uuid:activity_id>/figures", methods=["GET"])
@requires("notices:read")
@routes.response(200, ActivityFiguresSchema)
def figures(activity_id: UUID) -> activity_figures.ActivityFigures:
    """Sign-ups, no-shows, first-timers, feedback"""
    with reading() as session:
        found = activities.activity(session, current_actor(), activity_id)
        return activity_figures.of_activity(session, found, clock.now())


@routes.route("/<uuid:activity_id>/sign-ups", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(PageArguments, location="query")
@routes.response(200, page_of(SignUpSchema))
def list_sign_ups(page: dict[str, Any], activity_id: UUID) -> Page:
    """Who signed up, in that order"""
    with reading() as session:
        found = activities.activity(session, current_actor(), activity_id)
        query = select(SignUp).where(SignUp.activity_id == found.id)
        return paginate(session, query, key=SignUp.id, parse=UUID, **page)


@routes.route("/<uuid:activity_id>/sign-ups", methods=["POST"])
@requires("notices:answer")
@routes.arguments(ClerkSignUpSchema)
@routes.response(201, SignUpSchema)
def sign_up(command: dict[str, Any], activity_id: UUID) -> SignUp:
    """Sign somebody up who has no phone"""
    person = signing_up.Person(
        name=command["name"], contact=contact_in(command["contact"]), resident_id=command["resident_id"]
    )
    return signing_up.sign_up(current_actor(), activity_id, person)


@routes.route("/<uuid:activity_id>/sign-ups/<uuid:sign_up_id>/attendance", methods=["POST"])
@requires("notices:answer")
@routes.response(200, SignUpSchema)
def attend(activity_id: UUID, sign_up_id: UUID) -> SignUp:
    """Record that somebody came"""
    return signing_up.check_in_by_list(current_actor(), activity_id, sign_up_id)
