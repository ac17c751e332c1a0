"""How JSON in a body is read, by routes and by pages: what cannot be read is a 400, whatever is wrong with it."""

from __future__ import annotations

from typing import Any

from flask import Request
from flask.json.provider import DefaultJSONProvider
from marshmallow import Schema
from webargs.core import missing
from webargs.flaskparser import FlaskParser


class Json(DefaultJSONProvider):
    ensure_ascii = False

    def loads(self, s: str | bytes, **options: Any) -> Any:
        """Raises ValueError for whatever is no JSON: Python says otherwise of what is nested too deeply."""
        try:
            return super().loads(s, **options)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


class BodyParser(FlaskParser):
    """Has Flask read the body, as it does for pages: what does not say that it is JSON is a 415. webargs' own reader
    takes that for an empty body, and lets a number of 5,000 digits through as an error of the service's."""

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ARG002 - webargs' signature
        return req.get_json() if req.get_data(cache=True) else missing
