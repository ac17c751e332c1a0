"""The plan of themes of what a community tells (R67)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from services.notices.domain.themes import Subject
from services.notices.store import themes
from services.notices.store.database import reading
from services.notices.store.tables import Theme
from services.notices.workflows.themes import NewTheme, count_notice, drop_theme, plan_theme
from shared.database.scope import within
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, line, page_of

routes = Blueprint("themes", authentication="bearer", url_prefix="/api/v1/themes", description="Plan of themes (R67)")

_MOST = 100


class NewThemeSchema(ApiSchema):
    area = AreaCodeField(required=True)
    month = fields.Date(required=True, metadata={"description": "any day of it"})
    subject = fields.Enum(Subject, by_value=True, required=True)
    title = line(most=100)
    responsible = line(most=50)
    wanted = fields.Integer(
        load_default=1, strict=True, validate=validate.Range(1, _MOST), metadata={"description": "notices"}
    )


class ThemeSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    month = fields.Date(required=True)
    subject = fields.String(required=True)
    title = fields.String(required=True)
    responsible = fields.String(required=True)
    wanted = fields.Integer(required=True)
    published = fields.Integer(required=True, metadata={"description": "notices of the theme so far"})


class ThemeFilters(PageArguments):
    area = AreaCodeField()


class ThemeNoticeSchema(ApiSchema):
    notice_id = fields.UUID(required=True)


@routes.route("", methods=["POST"])
@requires("notices:write")
@routes.arguments(NewThemeSchema)
@routes.response(201, ThemeSchema)
def plan(command: dict[str, Any]) -> dict[str, Any]:
    """Plan a theme for a month"""
    return _shown([plan_theme(current_actor(), NewTheme(**command))])[0]


@routes.route("", methods=["GET"])
@requires("notices:read")
@routes.arguments(ThemeFilters, location="query")
@routes.response(200, page_of(ThemeSchema))
def list_themes(filters: dict[str, Any]) -> Page:
    """Themes within reach and how far they are, the last planned first"""
    page = {name: filters.pop(name) for name in ("limit", "cursor")}
    query = select(Theme).where(within(Theme.area, current_actor())).filter_by(**filters)
    with reading() as session:
        found = paginate(session, query, key=Theme.id, parse=UUID, newest_first=True, **page)
    return Page(_shown(found.items), found.next)


@routes.route("/<uuid:theme_id>/notices", methods=["POST"])
@requires("notices:write")
@routes.arguments(ThemeNoticeSchema)
@routes.response(200, ThemeSchema)
def count(command: dict[str, Any], theme_id: UUID) -> dict[str, Any]:
    """Count a published notice for a theme"""
    return _shown([count_notice(current_actor(), theme_id, command["notice_id"])])[0]


@routes.route("/<uuid:theme_id>", methods=["DELETE"])
@requires("notices:write")
@routes.response(204)
def drop(theme_id: UUID) -> None:
    """Take a theme out of the plan"""
    drop_theme(current_actor(), theme_id)


def _shown(found: Sequence[Theme]) -> list[dict[str, Any]]:
    with reading() as session:
        counts = themes.published(session, [each.id for each in found])
    names = [name for name in ThemeSchema().fields if name != "published"]
    return [{name: getattr(each, name) for name in names} | {"published": counts[each.id]} for each in found]
