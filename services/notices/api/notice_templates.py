"""Templates that an office fills in, and how a text will look before it is saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validates_schema

from services.notices.api.notices import NoticeSchema
from services.notices.domain.broadcast import script
from services.notices.domain.markdown import to_html
from services.notices.domain.wording import Text
from services.notices.store.office_templates import newest_templates
from services.notices.store.tables import Notice
from services.notices.workflows.office_templates import Filled, fill_in_again, words_from, write_from_template
from shared.web.authentication import current_actor, requires
from shared.web.blueprints import Blueprint
from shared.web.etags import etag, expected_version
from shared.web.schemas import ApiSchema, AreaCodeField, line, text

routes = Blueprint("notice_templates", authentication="bearer", url_prefix="/api/v1", description="Notice templates")

_BODY = 20_000
_OPTIONAL: dict[str, Any] = {"load_default": None, "allow_none": True}


def _filled_in(**options: Any) -> fields.Dict:
    meaning = {"description": "by the field's code; lists as lists or as text with a line for each"}
    return fields.Dict(keys=fields.String(), values=fields.Raw(), metadata=meaning, **options)


class NoticeTemplateFieldSchema(Schema):
    code = fields.String(required=True)
    kind = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    required = fields.Boolean(required=True)
    hint = fields.String(required=True)


class NoticeTemplateSchema(Schema):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    kind = fields.String(required=True)
    item = fields.String(required=True, allow_none=True)
    clause = fields.String(required=True)
    fields = fields.List(fields.Nested(NoticeTemplateFieldSchema), required=True)  # type: ignore[assignment] # its name


class NoticeTemplatesSchema(Schema):
    items = fields.List(fields.Nested(NoticeTemplateSchema), required=True)


class FilledTemplateSchema(ApiSchema):
    area = AreaCodeField(required=True)
    template = line(most=100, metadata={"description": "its id, or with a version: `activity`, `activity.v1`"})
    publish_at = fields.AwareDateTime(**_OPTIONAL)
    take_down_on = fields.Date(**_OPTIONAL)
    fields = _filled_in(required=True)  # type: ignore[assignment] # the API's name for them


class FilledFieldsSchema(ApiSchema):
    fields = _filled_in(required=True)  # type: ignore[assignment] # the API's name for them


class NoticeToPreviewSchema(ApiSchema):
    """Either a template with its fields, or words."""

    template = line(most=100, required=False, **_OPTIONAL)
    title = line(most=200, required=False, **_OPTIONAL)
    body = text(most=_BODY, required=False, **_OPTIONAL)
    title_en = line(most=200, required=False, **_OPTIONAL)
    body_en = text(most=_BODY, required=False, **_OPTIONAL)
    fields = _filled_in(load_default=dict)  # type: ignore[assignment] # the API's name for them

    @validates_schema
    def _one_of_both(self, data: dict[str, Any], **_: object) -> None:
        if data["template"] is None:
            for name in ("title", "body"):
                if data[name] is None:
                    raise ValidationError("Missing data for required field.", name)


class PreviewedNoticeSchema(Schema):
    title = fields.String(required=True)
    body = fields.String(required=True)
    html = fields.String(required=True)
    script = fields.String(required=True, metadata={"description": "to be read aloud"})
    seconds = fields.Integer(required=True, metadata={"description": "that reading it aloud takes, about"})


class NoticePreviewsSchema(Schema):
    zh = fields.Nested(PreviewedNoticeSchema, required=True)
    en = fields.Nested(PreviewedNoticeSchema, required=True, allow_none=True)


@routes.route("/notice-templates", methods=["GET"])
@requires("notices:read")
@routes.response(200, NoticeTemplatesSchema)
def list_templates() -> dict[str, Any]:
    """The newest version of each template, with its fields"""
    return {"items": newest_templates()}


@routes.route("/notices/from-template", methods=["POST"])
@requires("notices:write")
@routes.arguments(FilledTemplateSchema)
@routes.response(201, NoticeSchema)
def write(command: dict[str, Any]) -> tuple[Notice, int, dict[str, str]]:
    """Write a draft by filling in a template; a field that is missing is named"""
    filled = Filled(command.pop("template"), command.pop("fields"))
    made = write_from_template(current_actor(), command.pop("area"), filled, **command)
    return made, 201, {"Location": f"/api/v1/notices/{made.id}", **etag(made.version)}


@routes.route("/notices/<uuid:notice_id>/fields", methods=["PUT"])
@requires("notices:write")
@routes.arguments(FilledFieldsSchema)
@routes.response(200, NoticeSchema)
def fill_in(command: dict[str, Any], notice_id: UUID) -> tuple[Notice, int, dict[str, str]]:
    """Fill the template of a draft in anew (If-Match)"""
    found = fill_in_again(current_actor(), notice_id, command["fields"], version=expected_version())
    return found, 200, etag(found.version)


@routes.route("/notices/preview", methods=["POST"])
@requires("notices:write")
@routes.arguments(NoticeToPreviewSchema)
@routes.response(200, NoticePreviewsSchema)
def preview(command: dict[str, Any]) -> dict[str, Any]:
    """How a text or a filled-in template will look, in both languages; nothing is saved"""
    template, given = command.pop("template"), command.pop("fields")
    words = words_from(Filled(template, given))[1] if template else Text(**command)
    english = previewed(words.title_en or words.title, words.body_en, "en") if words.body_en else None
    return {"zh": previewed(words.title, words.body, "zh"), "en": english}


def previewed(title: str, body: str, language: str) -> dict[str, Any]:
    spoken = script(title, body, language)
    return {"title": title, "body": body, "html": to_html(body), "script": spoken.text, "seconds": spoken.seconds}
