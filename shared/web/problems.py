"""Every error answer: `application/problem+json` (RFC 9457) with `code`, `request_id` and, maybe `fields`, `missing`.

One table maps exceptions to statuses; texts come in the reader's language.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, cast

from flask import Flask, Response, json, render_template, request
from jinja2 import Template
from marshmallow import Schema, fields
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from shared import context, errors
from shared.errors import FieldError, Missing, Refusal
from shared.messages import tell, translate
from shared.web.field_messages import field_error

log = logging.getLogger(__name__)

STATUSES: dict[type[Refusal], int] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.PreconditionFailed: 412,
    errors.TooLarge: 413,
    errors.UnsupportedFile: 415,
    errors.Invalid: 422,
    errors.PreconditionRequired: 428,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

_HTTP_TEXTS = {
    400: ("malformed", "请求无法读取，请检查格式。"),
    404: ("not_found", "没有找到您要的内容。"),
    405: ("method_not_allowed", "这个地址不支持这种操作。"),
    406: ("not_acceptable", "无法按您要求的格式回答。"),
    413: ("too_large", "文件或内容太大，请拆分后再上传。"),
    415: ("unsupported_media_type", "请发送 JSON，并写明 Content-Type: application/json。"),
    422: ("invalid", "提交的内容有误，请按提示修改。"),
}


class ProblemFieldSchema(Schema):
    field = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)
    line = fields.Integer(metadata={"description": "line of the file, the header being line 1"})
    column = fields.String(metadata={"description": "header of the column, as it is in the file"})
    article = fields.String(metadata={"description": "of the law, or a place's own rule, that it is contrary to"})


class ProblemMissingSchema(Schema):
    code = fields.String(required=True)
    message = fields.String(required=True)
    article = fields.String(metadata={"description": "article of the law that demands it"})
    field = fields.String(metadata={"description": "of what was sent: what clashes with it"})


class ProblemSchema(Schema):
    """An error (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    code = fields.String(required=True, metadata={"description": "stable name of the error, for programs"})
    request_id = fields.String()
    fields_ = fields.List(fields.Nested(ProblemFieldSchema), data_key="fields")
    total = fields.Integer(metadata={"description": "number of faults, where not all are listed"})
    missing = fields.List(fields.Nested(ProblemMissingSchema))
    link = fields.String(metadata={"description": "where what stands in the way can be read"})


def register(app: Flask) -> None:
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(UnicodeEncodeError, _unstorable)
    app.register_error_handler(IntegrityError, _integrity_error)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, code: str, detail: str, **members: Any) -> Response:
    """A person gets a page: the blueprint's own where it has one (`problems/<blueprint>.html`: what to do)."""
    if _for_a_person():
        pages: list[str | Template] = [f"problems/{request.blueprint}.html", "problem.html"]
        return Response(render_template(pages, title=_title(status), detail=detail, code=code), status)
    body = {
        "type": f"urn:shequ:problem:{code}",
        "title": _title(status),
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": context.current().request_id,
        **members,
    }
    text = json.dumps(body, ensure_ascii=False).encode(errors="replace")  # a field's name may be half a character
    return Response(text, status, content_type="application/problem+json")


def _for_a_person() -> bool:
    """Whether a browser asked for a page: those get the error as a page too. A browser likes a page better than
    data; `best` would be the most specific type, for Chromium one of a signed exchange."""
    accepted = request.accept_mimetypes
    prefers_page = accepted.quality("text/html") > accepted.quality("application/json")
    return prefers_page and not request.path.startswith(("/api/", "/health"))


def describe_field(fault: FieldError) -> dict[str, Any]:
    """A field's fault in the reader's language."""
    shown = {"field": fault.field, "code": fault.code, "message": tell(fault.message, fault.facts)}
    shown |= {"article": article} if (article := fault.facts.get("article")) else {}
    return shown | {name: value for name in ("line", "column") if (value := getattr(fault, name)) is not None}


def describe_missing(duty: Missing) -> dict[str, Any]:
    shown = {"code": duty.code, "message": tell(duty.message, duty.facts)}
    return shown | {name: value for name in ("article", "field") if (value := getattr(duty, name))}


def _refusal(error: Refusal) -> Response:
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    members: dict[str, Any] = {}
    if isinstance(error, errors.Invalid) and error.fields:
        members = {"fields": [describe_field(fault) for fault in error.fields], "total": error.total}
    if isinstance(error, errors.Conflict) and error.missing:
        members = {"missing": [describe_missing(duty) for duty in error.missing]}
    if link := error.facts.get("link"):
        members["link"] = link
    log.info("request refused", extra={"code": error.code, "status": status})
    answer = problem(status, error.code, tell(error.message, error.facts), **members)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        answer.headers["Retry-After"] = "5"
    if isinstance(error, errors.TooMany):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return cast("Response", error.get_response())
    status = error.code or 500
    code, text = _HTTP_TEXTS.get(status, ("http_error", "请求无法完成。"))
    messages = (getattr(error, "data", None) or {}).get("messages")
    faults = [describe_field(fault) for fault in _faults(messages)] if messages else []
    answer = problem(status, code, translate(text), **({"fields": faults, "total": len(faults)} if faults else {}))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _faults(messages: Mapping[str, Any], path: str | None = None) -> Iterator[FieldError]:
    """Flattens marshmallow's tree of messages: `{"json": {"contests": {0: {"seats": […]}}}}` → `contests.0.seats`. Only
    the outermost name is a location: a field may be called `form` or `path`, too."""
    for name, below in messages.items():
        here = "" if path is None and name in _LOCATIONS else f"{path or ''}.{name}".strip(".")
        if isinstance(below, Mapping):
            yield from _faults(below, here)
        else:
            yield from (field_error(here, text) for text in below)


_LOCATIONS = {"json", "query", "files", "form", "headers", "path"}


def _unstorable(_: Exception) -> Response:
    text = "内容里有无法保存的字符或超出范围的数，请检查后重新提交。"
    return problem(422, "unstorable", translate(text))


def _integrity_error(error: IntegrityError) -> Response:
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    log.warning("constraint stopped a write", extra={"constraint": constraint})
    return problem(409, "conflict", translate("内容与已有的记录冲突，没有保存。请刷新后再试。"))


def _database_away(error: Exception) -> Response:
    log.error("database unavailable", extra={"error": type(error).__name__})
    answer = problem(503, "unavailable", translate("系统暂时不可用，没有保存任何内容，请稍后再试。"))
    answer.headers["Retry-After"] = "5"
    return answer


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return problem(500, "internal", translate("系统出错，已记录。请把请求编号告诉管理员。"))


def _title(status: int) -> str:
    return translate(
        {
            400: "请求有误",
            401: "需要登录",
            403: "没有权限",
            404: "没有找到",
            409: "现在不能这样做",
            412: "内容已被他人修改",
            413: "内容太大",
            415: "类型不支持",
            422: "内容有误",
            428: "缺少版本号",
            429: "提交太频繁",
            503: "暂时不可用",
        }.get(status, "出错了")
    )
