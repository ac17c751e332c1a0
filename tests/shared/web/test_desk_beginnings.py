"""A form begins with what it changes, and a change sends what differs from that and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from shared.web.desk.beginnings import begun, changed
from shared.web.desk.forms import body_of
from shared.web.schemas import HundredthsField


class _Person(Schema):
    name = fields.String()
    fen = HundredthsField()


class _Place(Schema):
    street = fields.String()


class _Thing(Schema):
    title = fields.String(required=True)
    held = fields.Boolean()
    seats = fields.Integer()
    fen = HundredthsField()
    on = fields.Date()
    starts_at = fields.AwareDateTime()
    kinds = fields.List(fields.String())
    people = fields.List(fields.Nested(_Person))
    place = fields.Nested(_Place)


_WORDS = st.text("张三a1<&", min_size=1)
_NUMBERS = st.integers(0, 10**9)
_PEOPLE = st.lists(st.fixed_dictionaries({"name": _WORDS}, optional={"fen": _NUMBERS}), min_size=1, max_size=12)
_BODIES = st.fixed_dictionaries(
    {"title": _WORDS},
    optional={
        "held": st.booleans(),
        "seats": _NUMBERS,
        "fen": _NUMBERS,
        "on": st.dates().map(str),
        "starts_at": st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M}:00+08:00").filter(lambda at: at > "1902"),
        "kinds": st.lists(_WORDS, min_size=1),
        "people": _PEOPLE,
        "place": st.fixed_dictionaries({"street": _WORDS}),
    },
)


@given(_BODIES)
def test_what_a_form_begins_with_is_read_back_as_it_was(body: dict[str, Any]) -> None:
    assert body_of(_Thing(), begun(_Thing(), body)) == body


@given(_BODIES, _BODIES)
def test_a_change_makes_of_what_was_there_what_was_typed(before: dict[str, Any], after: dict[str, Any]) -> None:
    sent = changed(before, after)
    made = {name: value for name, value in {**before, **sent}.items() if value not in (None, [])}
    assert made == after
    assert not any(name in before and before[name] == value for name, value in sent.items())


def test_what_was_emptied_is_null_and_a_list_has_no_items_then() -> None:
    before = {"title": "会议", "on": "2026-12-01", "kinds": ["women"]}
    assert changed(before, {"title": "会议"}) == {"on": None, "kinds": []}


def test_what_the_thing_does_not_have_is_left_blank() -> None:
    assert begun(_Thing(), {"title": "会议", "on": None, "people": [], "unasked": 1}) == {"title": "会议"}
