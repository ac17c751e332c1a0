"""A throw-away resource in the shape of the services' own: a table, workflows, routes and a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint as PagesBlueprint
from flask import render_template_string, request
from marshmallow import Schema, fields, validate
from sqlalchemy import MetaData, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.scope import within
from shared.database.tables import NAMING
from shared.errors import Conflict, FieldError, Invalid, Missing, NotFound
from shared.ids import new_id
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import Expected, etag, expected_version, must_match
from shared.web.pagination import Page, paginate
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, page_of, text

REGISTERED = "elections.area_registered.v1"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Thing(Base):
    __tablename__ = "things"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[str] = mapped_column(unique=True)
    seats: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class ThingInput(ApiSchema):
    area = AreaCodeField(required=True)
    name = text(most=50)
    seats = fields.Integer(load_default=1, validate=validate.Range(min=1, max=9))


class ThingChange(ApiSchema):
    name = text(most=50)


class ThingSchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    name = fields.String(required=True)
    seats = fields.Integer(required=True)


def create_thing(database: Database, actor: Actor, *, area: str, name: str, seats: int = 1) -> Thing:
    actor.must_reach(area)
    with database.unit_of_work(actor) as uow:
        thing = Thing(id=new_id(), area=area, name=name, seats=seats)
        uow.session.add(thing)
        uow.record("create_thing", subject=f"things/{thing.id}", area=area, after={"name": name})
        uow.emit(
            REGISTERED,
            subject=f"areas/{area}",
            area=area,
            data={"code": area, "name": name, "level": "community"},
        )
    return thing


def rename_thing(database: Database, actor: Actor, thing_id: UUID, *, name: str, expected: Expected) -> Thing:
    with database.unit_of_work(actor) as uow:
        query = select(Thing).where(Thing.id == thing_id, within(Thing.area, actor)).with_for_update()
        thing = uow.session.scalar(query)
        if thing is None:
            raise NotFound("thing_not_found", "没有找到您要的内容。")
        must_match(thing.version, expected)
        thing.name, thing.version = name, thing.version + 1
    return thing


def list_things(database: Database, actor: Actor, *, limit: int, cursor: str | None) -> Page:
    with database.reading() as session:
        query = select(Thing).where(within(Thing.area, actor))
        return paginate(session, query, key=Thing.id, limit=limit, cursor=cursor, parse=UUID, newest_first=True)


def things_blueprint(database: Database) -> Blueprint:
    routes = Blueprint("things", authentication="bearer", url_prefix="/api/v1/things", description="Things")

    @routes.route("", methods=["POST"])
    @requires("elections:write")
    @routes.arguments(ThingInput)
    @routes.response(201, ThingSchema)
    def post(command: dict[str, Any]) -> tuple[Thing, dict[str, str]]:
        """Make a thing"""
        thing = create_thing(database, current_actor(), **command)
        return thing, {"Location": f"/api/v1/things/{thing.id}", **etag(thing.version)}

    @routes.route("", methods=["GET"])
    @requires("elections:read")
    @routes.arguments(PageArguments, location="query")
    @routes.response(200, page_of(ThingSchema))
    def index(page: dict[str, Any]) -> Page:
        """Things, newest first"""
        return list_things(database, current_actor(), **page)

    @routes.route("/<uuid:thing_id>", methods=["PATCH"])
    @requires("elections:write")
    @routes.arguments(ThingChange)
    @routes.response(200, ThingSchema)
    def patch(command: dict[str, Any], thing_id: UUID) -> tuple[Thing, dict[str, str]]:
        """Rename a thing"""
        thing = rename_thing(database, current_actor(), thing_id, name=command["name"], expected=expected_version())
        return thing, etag(thing.version)

    @routes.route("/<uuid:thing_id>/finish", methods=["POST"])
    @requires("elections:write")
    @routes.response(200)
    def finish(thing_id: UUID) -> None:
        """Refused always, with what is missing"""
        duty = Missing("no_seats", "至少要有{least}个字或项。", article="第九条", facts={"least": 3})
        raise Conflict("not_ready", "内容已被他人修改，请重新读取后再改。", missing=[duty])

    @routes.route("/file", methods=["POST"])
    @requires("elections:write")
    @routes.response(201)
    def upload() -> dict[str, Any]:
        """Take a file; its first line names a thing"""
        name = request.files["file"].read().decode().splitlines()[0]
        if not name:
            fault = FieldError("row 1, 姓名", "required", "必填项没有填写。", line=1, column="姓名")
            raise Invalid("rows_invalid", "提交的内容有误，请按提示修改。", fields=[fault], total=7)
        create_thing(database, current_actor(), area="450403002003", name=name)
        return {}

    @routes.route("/broken", methods=["POST"])
    @requires("elections:write")
    @routes.response(200)
    def broken() -> None:
        """Fails after its change is committed"""
        create_thing(database, current_actor(), area="450403002003", name="broken")
        raise RuntimeError("a secret of the inside")

    return routes


pages = PagesBlueprint("pages", __name__)


@pages.get("/page")
def page() -> str:
    return render_template_string(
        '{% extends "frame.html" %}{% block main %}{{ _("没有找到您要的内容。") }}{% endblock %}'
    )
