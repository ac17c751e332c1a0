"""Blueprints that say how they authenticate when they are made, and the API object that documents them."""

from __future__ import annotations

from typing import Any, Literal

import flask_smorest
from flask import Flask
from marshmallow import Schema

from shared import signatures
from shared.signatures import SIGNATURE
from shared.web import problems
from shared.web.authentication import authenticate
from shared.web.bodies import BodyParser
from shared.web.signed import authenticate_signed

Authentication = Literal["bearer", "signed", "public"]


class Blueprint(flask_smorest.Blueprint):
    """A resource's routes. `bearer`: a valid token or 401. `signed`: a program's signature over the request, or 401.
    `public`: anyone, and on the test's written list."""

    ARGUMENTS_PARSER = BodyParser()

    def __init__(
        self, name: str, *, authentication: Authentication, url_prefix: str = "", description: str = ""
    ) -> None:
        super().__init__(name, __name__, url_prefix=url_prefix, description=description)
        self.authentication = authentication
        if authentication == "bearer":
            self.before_request(authenticate)
        elif authentication == "signed":
            self.before_request(authenticate_signed)

    def arguments(self, schema: type[Schema] | Schema, **options: Any) -> Any:
        """One object of the schema for all requests: making one copies every field."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **options)


class Api(flask_smorest.Api):
    """flask-smorest with problem+json errors in the document as in the answers."""

    ERROR_SCHEMA = problems.ProblemSchema

    def _register_error_handlers(self) -> None:
        problems.register(self._app)

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE

    def register(self, blueprint: Blueprint) -> None:
        if blueprint.authentication != "public":
            _document_security(blueprint)
        self.register_blueprint(blueprint)


def _document_security(blueprint: Blueprint) -> None:
    for methods in blueprint._docs.values():  # noqa: SLF001 - flask-smorest has no other way to add to all operations
        for name, operation in methods.items():
            if name.isupper() or name in {"get", "post", "patch", "put", "delete"}:
                operation.setdefault("manual_doc", {}).setdefault("security", [{blueprint.authentication: []}])


def make_api(app: Flask, *, title: str, version: str) -> Api:
    app.config.update(
        API_TITLE=title,
        API_VERSION=version,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "components": {
                "securitySchemes": {
                    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                    "signed": {"type": "apiKey", "in": "header", "name": SIGNATURE, "description": signatures.__doc__},
                }
            }
        },
    )
    return Api(app)
