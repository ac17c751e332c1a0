"""Forms out of schemas: which input a field gets, and beside which one a fault stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

from shared.errors import Malformed
from shared.web.desk.faults import Fault, placed
from shared.web.desk.forms import Choices, Field, Rows, Words, body_of, civil, inputs, shown, typed, without
from shared.web.schemas import HundredthsField, MonthField

WORDS = Words({"on": "日期", "opens_at": "开始时间"}, {}, {}, {"on": "不填就是今天；补录的填当时的日期。"})


def number(name: str, value: str = "", *, required: bool = True) -> Field:
    return Field(name=name, label=name.rpartition(".")[2], kind="number", required=required, value=value)


FIGURES: list[Field | Rows] = [
    number("issued", "9"),
    number("contests.director.votes.a", "5"),
    number("contests.director.votes.b"),
    number("contests.director.grounds.blank", required=False),
    Rows("contests.director.write_ins", "另选他人", ((number("contests.director.write_ins.0.votes"),),)),
    Field(name="names", label="联名选民", kind="lines", required=False),
]


def faults(field: str, code: str, **where: Any) -> list[Fault]:
    return placed({"fields": [{"field": field, "code": code, "message": "有误", **where}]}, FIGURES, WORDS)


@pytest.mark.parametrize(
    ("field", "code", "name"),
    [
        ("issued", "too_large", "issued"),
        ("contests", "required", "contests.director.votes.b"),
        ("contests.director.votes", "votes_over_papers", "contests.director.votes.a"),
        ("contests.director.write_ins.0.votes", "required", "contests.director.write_ins.0.votes"),
        ("names.3", "elector_unknown", "names"),
        ("nowhere", "unknown_field", ""),
    ],
)
def test_a_fault_stands_beside_the_input_that_mends_it(field: str, code: str, name: str) -> None:
    assert [fault.name for fault in faults(field, code)] == [name]


def test_a_fault_is_told_under_the_name_that_people_see() -> None:
    assert faults("names.3", "elector_unknown") == [Fault("names", "联名选民", "有误")]


def test_a_fault_in_a_file_is_told_with_its_line_and_column() -> None:
    assert faults("rows.2.sex", "not_a_choice", line=3, column="性别")[0].label == "第3行，性别"


MONEY = Schema.from_dict({"fen": HundredthsField(required=True), "month": MonthField(required=True)})


@pytest.mark.parametrize(
    ("typed", "sent"), [("1,250.5", 125050), ("3000", 300000), ("0.07", 7), ("1.005", "1.005"), ("三千", "三千")]
)
def test_hundredths_are_typed_as_wholes_and_what_is_no_number_is_sent_as_it_is(typed: str, sent: object) -> None:
    assert body_of(MONEY(), {"fen": typed})["fen"] == sent


def test_a_month_is_asked_for_as_a_month_and_becomes_its_first_day() -> None:
    fen, month = inputs(MONEY(), WORDS, {"month": "2026-11"})
    assert isinstance(fen, Field)
    assert isinstance(month, Field)
    assert (fen.kind, month.kind, month.value) == ("decimal", "month", "2026-11")
    assert MONEY().load({"fen": 1, "month": "2026-11"})["month"] == date(2026, 11, 1)
    with pytest.raises(ValidationError):
        MONEY().load({"fen": "1250.5", "month": "2026-11"})


def test_a_table_of_inputs_leaves_out_a_column_that_is_not_asked_for() -> None:
    lines = without(FIGURES[4], {"contests.director.write_ins.votes"})
    assert isinstance(lines, Rows)
    assert lines.lines == ((),)


def test_what_may_stay_empty_says_what_it_then_means_and_a_time_is_asked_for_as_a_time() -> None:
    schema = Schema.from_dict({"on": fields.Date(), "opens_at": fields.Time(required=True), "all": fields.Boolean()})
    on, opens, every = inputs(schema(), WORDS, {})
    assert isinstance(on, Field)
    assert isinstance(opens, Field)
    assert isinstance(every, Field)
    assert (on.kind, on.hint) == ("date", "不填就是今天；补录的填当时的日期。")
    assert (opens.kind, every.kind) == ("time", "yes")


def test_a_field_of_a_line_may_be_called_after_its_list() -> None:
    person = Schema.from_dict({"name": fields.String(required=True), "on": fields.Date(required=True)})
    schema = Schema.from_dict({"name": fields.String(), "people": fields.List(fields.Nested(person))})
    words = replace(WORDS, labels={**WORDS.labels, "name": "会议", "people": "到会的人", "people.name": "姓名"})
    meeting, people = inputs(schema(), words, {})
    assert isinstance(people, Rows)
    assert (meeting.label, people.label) == ("会议", "到会的人")
    assert [field.label for field in people.lines[0]] == ["姓名", "日期"]


@pytest.mark.parametrize(
    ("offered", "kind", "hint"),
    [(None, "kept", ""), ([], "choice", "现在没有可选的。"), ([("1", "一号公告")], "choice", "")],
    ids=["nothing_said", "none_yet", "one"],
)
def test_nobody_types_an_identifier(offered: Choices | None, kind: str, hint: str) -> None:
    words = WORDS if offered is None else replace(WORDS, choices={"notice_id": offered})
    (notice,) = inputs(Schema.from_dict({"notice_id": fields.UUID(required=True)})(), words, {})
    assert isinstance(notice, Field)
    assert (notice.kind, notice.hint) == (kind, hint)


def test_what_was_chosen_before_is_chosen_when_the_form_is_opened_again() -> None:
    assert shown(["women", "low_income"]) == "women\nlow_income"
    assert shown(True) == "true"


class Line(Schema):
    post = fields.String()
    seats = fields.Integer()


class Ballot(Schema):
    day = fields.String()
    papers = fields.Integer()
    contests = fields.List(fields.Nested(Line))


def test_what_was_typed_becomes_what_the_schema_reads() -> None:
    values = {"day": " 2026-12-20 ", "papers": "９", "contests.10.seats": "3", "contests.2.seats": "1", "other": "x"}
    assert body_of(Ballot(), values) == {"day": "2026-12-20", "papers": 9, "contests": [{"seats": 1}, {"seats": 3}]}


@pytest.mark.parametrize("text", ["drei", "-", "1" * 5000], ids=["word", "sign", "thousands of digits"])
def test_what_is_no_number_is_left_to_the_schema_to_refuse(text: str) -> None:
    assert body_of(Ballot(), {"papers": text}) == {"papers": text}


@pytest.mark.parametrize("name", ["contests.x.seats", "contests.0.hats", "contests.0", "day.0", "papers.x.y"])
def test_a_form_with_other_inputs_than_ours_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        body_of(Ballot(), {name: "1"})
    with pytest.raises(Malformed):
        body_of(Ballot(), {"day": "x", "day.0": "1"})


def test_ticks_that_were_all_taken_away_are_an_empty_list_and_what_was_not_asked_for_is_not_sent() -> None:
    schema = Schema.from_dict({"kinds": fields.List(fields.String()), "interests": fields.List(fields.String())})
    form = [("kinds[]", ""), ("kinds", "women"), ("kinds", "youth"), ("door", " ")]
    assert body_of(schema(), typed(form)) == {"kinds": ["women", "youth"]}
    assert body_of(schema(), typed(form[:1])) == {"kinds": []}


def test_a_moment_stands_in_its_input_as_the_clock_here_shows_it() -> None:
    assert civil("2026-01-31T01:00:00Z") == "2026-01-31T09:00"


@pytest.mark.parametrize("value", ["soon", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_is_none_here_stays_as_it_was_typed(value: str) -> None:
    assert civil(value) == value
