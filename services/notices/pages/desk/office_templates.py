"""Notices at the desk that are made by filling in a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.notices.domain.office_templates import FieldKind, OfficeTemplate
from services.notices.store.office_templates import newest_templates, office_templates
from shared import context
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Field, Rows
from shared.web.desk.inside import ask

_INPUTS = {
    FieldKind.LINES: "lines",
    FieldKind.AMOUNTS: "lines",
    FieldKind.NUMBER: "number",
    FieldKind.DAY: "date",
    FieldKind.MOMENT: "moment",
}
FILL_IN = "notice_templates.fill_in"
PREVIEW = "notice_templates.preview"


def write_with(template: OfficeTemplate) -> str:
    """The code of the action that writes a notice with it."""
    return f"template.{template.id}"


def _inputs(template: OfficeTemplate, given: Mapping[str, Any]) -> list[Field | Rows]:
    english = context.current().language == "en"
    return [
        Field(
            name=f"fields.{each.code}",
            label=each.en if english else each.zh,
            kind=_INPUTS.get(each.kind, "text"),
            required=each.required,
            value=_typed(given.get(each.code)),
            hint=each.hint,
        )
        for each in template.fields
    ]


def _typed(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _form(template: OfficeTemplate) -> Callable[[Ids], list[Field | Rows]]:
    area = Field(name="area", label="区划代码", kind="text", required=True)
    return lambda _ids: [area, *_inputs(template, {})]


def _form_of_notice(ids: Ids) -> list[Field | Rows]:
    found = ask(f"/api/v1/notices/{ids['notice_id']}")
    template = Field(name="template", label="", kind="kept", required=True, value=found["template"])
    return [template, *_inputs(office_templates()[found["template"]], found["filled_in"] or {})]


ACTIONS = (
    *(
        Action(
            "notice_templates.write",
            each.name,
            hint="依法应当写明的内容都要填。保存后是草稿，由另一人审核。",
            name=write_with(each),
            button="保存草稿",
            fixed={"template": each.pinned},
            form=_form(each),
            preview=PREVIEW,
        )
        for each in newest_templates()
    ),
    Action(FILL_IN, "修改", button="保存", form=_form_of_notice, preview=PREVIEW),
)
