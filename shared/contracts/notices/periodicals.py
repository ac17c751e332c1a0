"""Issues of the communities' own papers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract


class IssuePublished(Contract):
    """An issue of a community's own paper came out: its PDF can be printed."""

    issue_id = fields.UUID(required=True)
    number = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    month = fields.Date(required=True, metadata={"description": "the month's first day"})
    articles = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    published_at = fields.AwareDateTime(required=True)


EVENTS: dict[str, type[Schema]] = {"notices.issue_published.v1": IssuePublished}
