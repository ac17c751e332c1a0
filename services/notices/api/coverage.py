"""Whether residents were told: coverage (R62), targets and daily reports (R73), publicity of elections (R12)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.domain.anonymity import seen, told, told_of
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.informing.airings import AiringWay
from services.notices.domain.informing.coverage import Share, is_short
from services.notices.domain.informing.publicity import BOARD, check_stage
from services.notices.store import coverage, notices, publicity
from services.notices.store.database import reading
from services.notices.store.tables import InformingGoal, Notice, UninformedReport
from services.notices.workflows import informing as workflows
from shared import clock
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of

routes = Blueprint("coverage", authentication="bearer", url_prefix="/api/v1", description="Coverage of notices")

_WAYS = [*(way.value for ways in (Channel, AiringWay) for way in ways), BOARD]
_FEW = {"description": "null for fewer than ten, or for all but fewer than ten"}
_SEEN = {"description": "rounded down to ten, null for fewer, for whoever may not read the register"}


class NewInformingGoalSchema(ApiSchema):
    target_share = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=100))
    by_day = fields.Date(required=True)
    channels = fields.List(fields.String(validate=validate.OneOf(_WAYS)), load_default=list)


class InformingGoalSchema(Schema):
    notice_id = fields.UUID(required=True)
    area = fields.String(required=True)
    target_share = fields.Integer(required=True)
    by_day = fields.Date(required=True)
    event_day = fields.Date(required=True)
    channels = fields.List(fields.String(), required=True)


class InformingGoalStandSchema(InformingGoalSchema):
    title = fields.String(required=True)
    residents = fields.Integer(required=True, allow_none=True, metadata=_SEEN)
    reached = fields.Integer(required=True, allow_none=True, metadata=_SEEN)
    percent = fields.Integer(required=True, allow_none=True, metadata={"description": "of what is told"})
    short = fields.Boolean(required=True)
    missing = fields.List(fields.String(), required=True, metadata={"description": "channels that were not used"})


class KindReachedSchema(Schema):
    kind = fields.String(required=True)
    residents = fields.Integer(required=True, allow_none=True, metadata=_FEW)
    reached = fields.Integer(required=True, allow_none=True, metadata=_FEW)


class ChannelReachedSchema(Schema):
    channel = fields.String(required=True)
    reached = fields.Integer(required=True, allow_none=True, metadata=_FEW)


class CoverageDaySchema(Schema):
    day = fields.Date(required=True)
    reached = fields.Integer(required=True, metadata={"description": "by then"})


class NoticeCoverageSchema(Schema):
    notice_id = fields.UUID(required=True)
    title = fields.String(required=True)
    residents = fields.Integer(required=True, allow_none=True, metadata=_SEEN)
    reached = fields.Integer(required=True, allow_none=True, metadata=_SEEN)
    percent = fields.Integer(required=True, allow_none=True, metadata={"description": "of what is told, rounded down"})
    by_channel = fields.List(fields.Nested(ChannelReachedSchema), required=True)
    by_kind = fields.List(fields.Nested(KindReachedSchema), required=True)
    days = fields.List(fields.Nested(CoverageDaySchema), required=True)
    goal = fields.Nested(InformingGoalSchema, required=True, allow_none=True)
    short = fields.Boolean(required=True)


class CoverageFilters(PageArguments):
    area = AreaCodeField()


class UninformedReportSchema(Schema):
    id = fields.UUID(required=True)
    notice_id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    on_day = fields.Date(required=True)
    by_day = fields.Date(required=True)
    target_share = fields.Integer(required=True)
    residents = fields.Integer(required=True, allow_none=True, metadata=_SEEN)
    reached = fields.Integer(required=True, allow_none=True, metadata=_SEEN)
    unreached = fields.Integer(required=True, allow_none=True, metadata=_SEEN)


class PublicityArguments(ApiSchema):
    subject = fields.String(required=True, validate=validate.Regexp(r"^elections/[0-9a-f-]{36}$"))


class PublicityStageSchema(Schema):
    event = fields.String(required=True)
    name = fields.String(required=True)
    channels = fields.List(fields.String(), required=True)
    missing = fields.List(fields.String(), required=True)
    share = fields.Integer(required=True)
    percent = fields.Integer(required=True, allow_none=True)
    by_day = fields.Date(required=True, allow_none=True)
    notice_id = fields.UUID(required=True, allow_none=True)
    late = fields.Boolean(required=True)


class PublicityPlanSchema(Schema):
    items = fields.List(fields.Nested(PublicityStageSchema), required=True)


@routes.route("/notices/<uuid:notice_id>/coverage", methods=["GET"])
@requires("notices:read")
@routes.response(200, NoticeCoverageSchema)
def show(notice_id: UUID) -> dict[str, Any]:
    """Residents reached by at least one channel, of all residents of the notice's area. Whoever may not read the
    register gets figures rounded down to ten, and none of fewer"""
    today = clock.today()
    with reading() as session:
        notice = notices.notice(session, current_actor(), notice_id)
        found, goal = coverage.coverage_of(session, notice, today=today), coverage.goal_of(session, notice_id)
    total, exact = found.total, _exact()
    kinds = [_of_kind(kind.value, share, exact=exact) for kind, share in found.by_kind.items()]
    channels = told_of(total.residents, found.by_channel)
    days = [(day, seen(reached, exact=exact)) for day, reached in found.days]
    return {
        **_about(notice),
        **_share(total),
        "by_channel": [
            {"channel": channel.value, "reached": seen(count, exact=exact)} for channel, count in channels.items()
        ],
        "by_kind": kinds,
        "days": [{"day": day, "reached": reached} for day, reached in days if reached is not None],
        "goal": goal,
        "short": goal is not None and is_short(total, goal.target_share),
    }


@routes.route("/notices/<uuid:notice_id>/informing-goal", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewInformingGoalSchema)
@routes.response(200, InformingGoalSchema)
def set_goal(command: dict[str, Any], notice_id: UUID) -> InformingGoal:
    """Set the share of residents that must know by a day"""
    return workflows.set_goal(current_actor(), notice_id, **command)


@routes.route("/informing-goals", methods=["GET"])
@requires("notices:read")
@routes.arguments(CoverageFilters, location="query")
@routes.response(200, page_of(InformingGoalStandSchema))
def list_goals(filters: dict[str, Any]) -> Page:
    """Targets within reach and how far they are, newest first; a page has twenty at most"""
    page = {"limit": min(filters.pop("limit"), 20), "cursor": filters.pop("cursor")}
    query = select(InformingGoal).where(within(InformingGoal.area, current_actor())).filter_by(**filters)
    with reading() as session:
        found = paginate(session, query, key=InformingGoal.notice_id, parse=UUID, newest_first=True, **page)
        items = [_stand(session, goal) for goal in found.items]
    return Page(items, found.next)


@routes.route("/uninformed-reports", methods=["GET"])
@requires("notices:read")
@routes.arguments(CoverageFilters, location="query")
@routes.response(200, page_of(UninformedReportSchema))
def list_reports(filters: dict[str, Any]) -> Page:
    """Daily reports of who knew nothing in the week before a target's day, newest first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(UninformedReport).where(within(UninformedReport.area, current_actor())).filter_by(**filters)
    with reading() as session:
        found = paginate(session, query, key=UninformedReport.id, parse=UUID, newest_first=True, **page)
        titles = notices.titles(session, [each.notice_id for each in found.items])
    return Page([_report(each, titles) for each in found.items], found.next)


@routes.route("/publicity-plan", methods=["GET"])
@requires("notices:read")
@routes.arguments(PublicityArguments, location="query")
@routes.response(200, PublicityPlanSchema)
def plan(arguments: dict[str, Any]) -> dict[str, Any]:
    """An election's publicity plan (R12): what each stage's notice must use, and what is missing"""
    today = clock.today()
    with reading() as session:
        known = publicity.notices_of(session, current_actor(), arguments["subject"])
        days = [goal.event_day for _, goal in known.values() if goal]
        items = []
        for stage in publicity.stages().values():
            notice, _ = known.get(stage.event, (None, None))
            used = publicity.used_channels(session, notice.id) if notice else set()
            checked = check_stage(stage, max(days, default=None), used, today=today)
            share = coverage.share_of(session, notice) if notice else None
            own = {"event": stage.event, "name": stage.name, "channels": stage.channels, "share": stage.share}
            stand = {"missing": checked.missing, "by_day": checked.by_day, "late": checked.late}
            told_so_far = {"percent": share and share.seen(exact=_exact()).percent, "notice_id": notice and notice.id}
            items.append({**own, **stand, **told_so_far})
    return {"items": items}


def _of_kind(kind: str, share: Share, *, exact: bool) -> dict[str, Any]:
    few = told(share.residents) is None
    reached = None if few else told_of(share.residents, {kind: share.reached})[kind]
    return {
        "kind": kind,
        "residents": seen(told(share.residents), exact=exact),
        "reached": seen(reached, exact=exact),
    }


def _share(share: Share) -> dict[str, Any]:
    told_share = share.seen(exact=_exact())
    return {name: getattr(told_share, name) for name in ("residents", "reached", "unreached", "percent")}


def _exact() -> bool:
    return current_actor().has("notices:residents:read")


def _stand(session: Any, goal: InformingGoal) -> dict[str, Any]:
    notice = notices.notice(session, notices.PUBLIC, goal.notice_id)
    share = coverage.share_of(session, notice)
    used = publicity.used_channels(session, notice.id) if goal.channels else set()
    missing = [channel for channel in goal.channels if channel not in used]
    stand = {"short": is_short(share, goal.target_share), "missing": missing}
    own = {name: getattr(goal, name) for name in InformingGoalSchema().fields}
    return {**own, **_about(notice), **_share(share), **stand}


def _about(notice: Notice) -> dict[str, Any]:
    return {"notice_id": notice.id, "title": notice.title}


def _report(row: UninformedReport, titles: dict[UUID, str]) -> dict[str, Any]:
    names = ("id", "notice_id", "area", "on_day", "by_day", "target_share")
    shown = {name: getattr(row, name) for name in names}
    return {**shown, "title": titles[row.notice_id], **_share(Share(row.residents, row.reached))}
