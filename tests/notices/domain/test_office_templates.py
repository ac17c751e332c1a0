from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.markdown import to_html
from services.notices.domain.office_templates import FieldKind, OfficeTemplate, write_from
from services.notices.store.office_templates import newest_templates
from tests.notices.domain.test_markdown import HOSTILE, assert_harmless

EXAMPLES: dict[FieldKind, Any] = {
    FieldKind.TEXT: "步埠社区礼堂",
    FieldKind.LINES: "第一项\n第二项",
    FieldKind.NUMBER: "30",
    FieldKind.MONEY: "1,200.50",
    FieldKind.AMOUNTS: "工作经费 12000\n捐款：300.05",
    FieldKind.DAY: "2026-12-20",
    FieldKind.MOMENT: "2026-12-20T09:00",
}
each_template = pytest.mark.parametrize("template", newest_templates(), ids=lambda template: template.id)


def by_id(name: str) -> OfficeTemplate:
    return next(each for each in newest_templates() if each.id == name)


def filled(template: OfficeTemplate, **changes: Any) -> dict[str, Any]:
    return {field.code: EXAMPLES[field.kind] for field in template.fields} | changes


@each_template
def test_a_template_that_is_filled_in_reads_in_both_languages(template: OfficeTemplate) -> None:
    words, faults = write_from(template, filled(template))
    assert faults == []
    assert words is not None
    assert "None" not in f"{words}".replace("body_en=None", "")
    assert words.title_en
    assert words.body_en


@each_template
def test_without_its_optional_fields_too(template: OfficeTemplate) -> None:
    needed = {field.code: EXAMPLES[field.kind] for field in template.fields if field.required}
    words, faults = write_from(template, needed)
    assert faults == []
    assert "None" not in words.body


@each_template
def test_each_field_that_the_law_asks_for_is_missed_by_name_and_label(template: OfficeTemplate) -> None:
    words, faults = write_from(template, {})
    assert words is None
    assert [fault.field for fault in faults] == [f"fields.{field.code}" for field in template.fields if field.required]
    assert all(fault.code == "required" and fault.facts["label"] for fault in faults)


@pytest.mark.parametrize(
    ("name", "code", "value"),
    [
        ("activity", "held_at", "明天"),
        ("activity", "capacity", "-3"),
        ("activity", "place", "一\n二"),
        ("activity", "place", "字" * 301),
        ("activity", "place", {"a": 1}),
        ("quarterly_funds", "opening", "十元"),
        ("quarterly_funds", "opening", "NaN"),
        ("quarterly_funds", "opening", "1.005"),
        ("quarterly_funds", "income", "只有名称"),
        ("election_announcement", "polling_day", "2026-02-30"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, code: str, value: Any) -> None:
    template = by_id(name)
    words, faults = write_from(template, filled(template, **{code: value}))
    assert words is None
    assert [fault.field for fault in faults] == [f"fields.{code}"]


def test_an_unknown_field_is_refused() -> None:
    _, faults = write_from(by_id("activity"), filled(by_id("activity"), colour="red"))
    assert [fault.code for fault in faults] == ["unknown_field"]


def test_the_account_of_funds_adds_up_in_whole_cents() -> None:
    template = by_id("quarterly_funds")
    given_sums = {"opening": "100.10", "income": "甲 0.10\n乙 0.20", "expenses": "丙 100.40"}
    words, _ = write_from(template, filled(template, **given_sums))
    assert "**收入合计** | **0.30**" in words.body
    assert "期末结余**0.00元**" in words.body


@settings(max_examples=25)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=60)))
def test_nothing_that_is_filled_in_becomes_active(value: str) -> None:
    template = by_id("meeting_call")
    words, _ = write_from(template, filled(template, place=value, agenda=[value]))
    if words is not None:
        assert_harmless(to_html(words.body))
        assert "\n" not in words.title
