"""Those whom no channel has reached, as a list of doors; and what came of calling there."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate

from services.notices.domain.informing.doors import VisitResult
from services.notices.domain.residents.dwellings import walked
from services.notices.store import coverage, notices
from services.notices.store.database import reading
from services.notices.workflows.door_sheets import door_sheets
from services.notices.workflows.doors import Visit, record_visits
from shared.errors import Malformed
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.files import file_response
from shared.web.schemas import ApiSchema, PageArguments, page_of, text
from shared.web.table_files import FORMATS, table_file

routes = Blueprint("doors", authentication="bearer", url_prefix="/api/v1", description="Visits at doors")

HEADER = ("楼栋", "门牌", "姓名", "编号", "不在家次数", "结果", "备注")


class DoorSchema(Schema):
    id = fields.UUID(required=True, metadata={"description": "the resident's"})
    building = fields.String(required=True)
    door = fields.String(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True)
    calls = fields.Integer(required=True, metadata={"description": "how often nobody was at home"})


class DoorVisitSchema(ApiSchema):
    resident_id = fields.UUID(required=True)
    result = fields.Enum(VisitResult, by_value=True, required=True)
    note = text(most=500, required=False, load_default=None, allow_none=True)


class DoorVisitsSchema(ApiSchema):
    visits = fields.List(fields.Nested(DoorVisitSchema), required=True, validate=validate.Length(min=1, max=500))


class RecordedVisitsSchema(Schema):
    recorded = fields.Integer(required=True)


@routes.route("/notices/<uuid:notice_id>/door-list", methods=["GET"])
@requires("notices:residents:read")
@routes.arguments(PageArguments, location="query")
@routes.response(200, page_of(DoorSchema))
def list_doors(arguments: dict[str, Any], notice_id: UUID) -> dict[str, Any]:
    """Residents whom nothing has reached and no visit has settled, by building and door"""
    after = _place(arguments["cursor"]) if arguments["cursor"] else None
    with reading() as session:
        notice = notices.notice(session, current_actor(), notice_id)
        found, more = coverage.doors(session, notice, after=after, limit=arguments["limit"])
    return {"items": found, "next": _cursor(found[-1]) if more else None}


@routes.route(f"/notices/<uuid:notice_id>/door-list.<any({','.join(FORMATS)}):wanted>", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, content_type="text/csv")
def door_file(notice_id: UUID, wanted: str) -> Response:
    """The list as a file, to be filled in by hand"""
    with reading() as session:
        notice = notices.notice(session, current_actor(), notice_id)
        found, _ = coverage.doors(session, notice, after=None, limit=None)
    ordered = [each for stairs in walked(found) for each in stairs.doors]
    rows = [(each.building, each.door, each.name, each.number, each.calls, None, None) for each in ordered]
    return table_file(wanted, "door-list", "上门告知名单", HEADER, rows)


@routes.route("/notices/<uuid:notice_id>/door-list.pdf", methods=["GET"])
@requires("notices:residents:read")
@routes.response(200, content_type="application/pdf")
def door_pdf(notice_id: UUID) -> Response:
    """The list to be printed: by building and stairs, with boxes to tick"""
    with reading() as session:
        content = door_sheets(session, notices.notice(session, current_actor(), notice_id))
    answer = file_response(content, kind="application/pdf", sha256=sha256(content).hexdigest())
    answer.cache_control.no_store = True
    return answer


@routes.route("/notices/<uuid:notice_id>/door-visits", methods=["POST"])
@requires("notices:inform")
@routes.arguments(DoorVisitsSchema)
@routes.response(201, RecordedVisitsSchema)
def record(command: dict[str, Any], notice_id: UUID) -> dict[str, int]:
    """Record visits: all of them or none"""
    visits = [Visit(**each) for each in command["visits"]]
    return {"recorded": record_visits(current_actor(), notice_id, visits)}


@routes.route("/notices/<uuid:notice_id>/door-visit", methods=["POST"])
@requires("notices:inform")
@routes.arguments(DoorVisitSchema)
@routes.response(201, RecordedVisitsSchema)
def record_one(command: dict[str, Any], notice_id: UUID) -> dict[str, int]:
    """Record one visit"""
    return {"recorded": record_visits(current_actor(), notice_id, [Visit(**command)])}


def _cursor(door: coverage.Door) -> str:
    place = json.dumps([door.building, door.door, str(door.id)], ensure_ascii=False)
    return base64.urlsafe_b64encode(place.encode()).decode()


def _place(cursor: str) -> tuple[str, str, UUID]:
    """Raises Malformed for a cursor that this service did not give."""
    try:
        building, door, resident = json.loads(base64.urlsafe_b64decode(cursor))
        return str(building), str(door), UUID(resident)
    except (ValueError, TypeError, AttributeError) as error:
        raise Malformed("cursor_invalid", "翻页位置无效，请从第一页开始。") from error
