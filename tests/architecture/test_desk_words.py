"""What clerks read on the desk's forms is words, never the names by which programs know a field or a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import Flask

from shared.web.desk.actions import Action
from shared.web.desk.forms import Field, Rows
from shared.web.desk.pages import Desk
from tests.architecture.sources import HANZI


def test_every_input_of_a_form_is_called_by_words(app: Flask) -> None:
    seen = ((action, each) for action, each in _inputs(app) if each.kind != "kept")
    nameless = [(action.code, each.name) for action, each in seen if not HANZI.search(each.label)]
    assert nameless == []


def test_every_value_to_choose_is_a_word(app: Flask) -> None:
    """Of the values that the operations name; those that a place has are what people called them."""
    codes = [
        (action.code, each.name, value)
        for action, each in _inputs(app)
        if not action.choices
        for value, word in each.choices
        if not HANZI.search(word)
    ]
    assert codes == []


def _inputs(app: Flask) -> Iterator[tuple[Action, Field]]:
    for desk in app.blueprints.values():
        if isinstance(desk, Desk):
            with app.app_context():
                for action in (each for each in desk.actions.values() if each.form is None):
                    for each in replace(action, choices=None).fields(desk.words, {}, {}):
                        yield from ((action, field) for field in _fields(each))


def _fields(each: Field | Rows) -> Iterator[Field]:
    yield from (each,) if isinstance(each, Field) else (field for line in each.lines for field in line)
