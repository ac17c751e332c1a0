"""Calls of the service's own API inside the process, as the person at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from shared import context
from shared.web.desk.sign_in import token_of_request


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any

    @property
    def ok(self) -> bool:
        return self.status < 400


def ask(path: str, **query: Any) -> Any:
    """What a GET answers. Raises LookupError when it is refused: the page asks for what the person may see."""
    answer = call("GET", path, query=query)
    if not answer.ok:
        raise Refused(answer)
    return answer.body


def forward(path: str, **query: Any) -> Response:
    """A file that the API answers with, as it is. Raises Refused."""
    builder = EnvironBuilder(
        path=path, base_url=request.host_url, query_string=query, headers=list(_headers(None).items())
    )
    try:
        response = Response.from_app(current_app.wsgi_app, builder.get_environ())
    finally:
        builder.close()
    if response.status_code >= 400:
        raise Refused(Answer(response.status_code, response.get_json(force=True, silent=True)))
    kept = {
        name: response.headers[name] for name in ("Content-Type", "Content-Disposition") if name in response.headers
    }
    return Response(response.get_data(), headers=kept)


class Refused(LookupError):
    """The API refused what a page is made of."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def call(
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
    files: Mapping[str, FileStorage] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """`path` from the root, such as `/api/v1/elections`. `files` are sent as a form, `body` as JSON."""
    sent: dict[str, Any] = {"json": body} if body is not None else {}
    if files:
        sent = {"data": {**_flat(body), **files}}
    builder = EnvironBuilder(
        path=path,
        base_url=request.host_url,
        method=method,
        query_string=query,
        headers=list(_headers(headers).items()),
        **sent,
    )
    try:
        response = Response.from_app(current_app.wsgi_app, builder.get_environ())
        return Answer(response.status_code, response.get_json(force=True, silent=True) if response.data else None)
    finally:
        builder.close()


def _flat(body: Any) -> dict[str, str]:
    return {name: str(value) for name, value in (body or {}).items()}


def _headers(more: Mapping[str, str] | None) -> dict[str, str]:
    here = context.current()
    return {
        "Authorization": f"Bearer {token_of_request()}",
        "Accept": "application/json",
        "Accept-Language": "en" if here.language == "en" else "zh-CN",
        "X-Correlation-ID": here.correlation_id,
        **(more or {}),
    }
