"""Notices that an office makes by filling in a template, and how any text will look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.notices.domain.notice import State, must_be_draft
from services.notices.domain.office_templates import OfficeTemplate, write_from
from services.notices.domain.wording import Text
from services.notices.store import notices
from services.notices.store.database import unit_of_work
from services.notices.store.office_templates import newest_templates, office_templates
from services.notices.store.tables import Notice
from services.notices.workflows.notices import NewNotice, record, refuse, write_notice
from shared.auth.actor import Actor
from shared.errors import Conflict, FieldError
from shared.web.etags import Expected, must_match


@dataclass(frozen=True, slots=True)
class Filled:
    """A template by its id or pinned name, and what was filled in."""

    template: str
    fields: Mapping[str, Any]


def words_from(filled: Filled) -> tuple[OfficeTemplate, Text]:
    """Raises Invalid with each field that is missing, by its name and label."""
    found = office_templates().get(filled.template)
    found = found or next((each for each in newest_templates() if each.id == filled.template), None)
    if found is None:
        refuse([FieldError("template", "template_unknown", "没有这个公告模板。")])
        raise AssertionError
    words, faults = write_from(found, filled.fields)
    refuse(faults)
    assert words is not None  # noqa: S101 - for the type checker: without faults there are words
    return found, words


def write_from_template(
    actor: Actor, area: str, filled: Filled, *, publish_at: datetime | None = None, take_down_on: date | None = None
) -> Notice:
    """A draft that pins the template's version and keeps what was filled in."""
    template, words = words_from(filled)
    new = NewNotice(
        area=area,
        kind=template.kind,
        text=words,
        item=template.item,
        publish_at=publish_at,
        take_down_on=take_down_on,
        template=template.pinned,
        fields=dict(filled.fields),
    )
    return write_notice(actor, new)


def fill_in_again(actor: Actor, notice_id: UUID, fields: Mapping[str, Any], *, version: Expected) -> Notice:
    """A draft is worded anew with the version of the template that it pins."""
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        must_match(found.version, version)
        must_be_draft(State(found.state))
        if found.template is None:
            raise Conflict("no_template", "这条公告不是用模板写的，请直接修改文字。")
        _, words = words_from(Filled(found.template, fields))
        before = dict(found.fields or {})
        found.title, found.body, found.title_en, found.body_en = words.title, words.body, words.title_en, words.body_en
        found.fields = dict(fields)
        found.add_writer(actor.subject)
        found.version += 1
        record(uow, found, "fill_in_again", before=before, after=found.fields)
        return found
