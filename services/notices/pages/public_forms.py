"""What all forms that anyone may send have in common: the guard before them, and reading them with their faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields

from services.notices.domain.public_forms import PublicForm
from services.notices.workflows.public_forms import admit
from shared.errors import Invalid
from shared.messages import tell
from shared.web.field_messages import field_error
from shared.web.other_sites import refuse_other_sites

TRAP = "website"
"""A field that people do not see (`public_form.html`): what fills it is a program."""

_MOST_BYTES = 64 * 1024  # of a form without files


@dataclass(slots=True)
class Filled:
    """A form as it was sent. `faults` by field, in the reader's language; `typed` is shown again beside them."""

    values: dict[str, Any]
    typed: dict[str, Any]
    faults: dict[str, str] = field(default_factory=dict)

    def refuse(self, error: Invalid) -> None:
        """Takes over what a workflow found."""
        self.faults |= {each.field: tell(each.message, each.facts) for each in error.fields}
        if not error.fields:
            self.faults[""] = tell(error.message, error.facts)


def let_in(form: PublicForm, area: str, *, resident: UUID | None = None, most_bytes: int = _MOST_BYTES) -> None:
    """Stands first in the route, before anything of the form is read. Raises Forbidden for a form from another site,
    Invalid for a program's, TooMany past the limits; a form that is too large is answered with 413."""
    refuse_other_sites()
    request.max_content_length = most_bytes
    if request.form.get(TRAP):
        raise Invalid("form_of_a_program", "请把“{field}”一栏留空，再提交一次。", field=TRAP)
    admit(form, area, address=request.remote_addr or "", resident=resident)


def filled(schema: type[Schema]) -> Filled:
    """The form by its schema. Fields that were left empty count as not given; lists are of boxes that were ticked."""
    loader = schema(unknown=EXCLUDE)
    typed = {name: value.strip() for name, value in request.form.items() if value.strip()}
    ticked = {name: request.form.getlist(name) for name, each in loader.fields.items() if isinstance(each, fields.List)}
    try:
        return Filled(loader.load(typed | ticked), typed | ticked)
    except ValidationError as error:
        faults = {name: _told(name, messages) for name, messages in cast("dict[str, Any]", error.messages).items()}
        return Filled({}, typed | ticked, faults)


def _told(name: str, messages: Any) -> str:
    first = messages[0] if isinstance(messages, list) else str(messages)
    fault = field_error(name, first)
    return tell(fault.message, fault.facts)
