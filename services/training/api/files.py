"""Files that go in and out: what the routes for them have in common."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from shared.web.schemas import ApiSchema
from shared.web.table_files import FORMATS, table_file

__all__ = ["FILE", "FORMATS", "AddedSchema", "TableFileSchema", "table_file"]

FILE = {"type": "string", "format": "binary"}


class TableFileSchema(ApiSchema):
    file = Upload(required=True, metadata={"description": "CSV (UTF-8 or GB18030) or XLSX"})


class AddedSchema(Schema):
    added = fields.Integer(required=True)
