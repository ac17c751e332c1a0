"""Forms out of the schemas of API operations, and what was typed back into what the schemas read.

Names of inputs are paths: `contests.0.seats` is the seats of the first contest. Rows that stay empty are not sent.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from shared.clock import CIVIL_ZONE
from shared.errors import Malformed
from shared.web.schemas import HundredthsField, MonthField

Choices = Sequence[tuple[str, str]]
"""Values with the words in which people see them."""

_BLANK_ROWS = 5
_NOTHING = "现在没有可选的。"
_ASKED = "[]"
_PLACE = "area"  # the code of what the page is about
_DIGITS = 18  # of a number; Python reads no text of thousands as one, and no column holds it
_LONG = 200  # characters: longer texts get a field of several lines
_CIVIL_OFFSET = ":00+08:00"  # what a browser's datetime field leaves out
_DECIMAL = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `kind` is text, lines, number, decimal, date, month, time, moment, choice, many, file, yes, or kept:
    sent unseen, as an identifier is that came with the address."""

    name: str
    label: str
    kind: str
    required: bool
    value: str = ""
    choices: Choices = ()
    hint: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of inputs: a line for each item."""

    name: str
    label: str
    lines: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """How a service's forms speak: labels by field name, words by value, and choices by field name.

    A field of a list's items may be called after its list, `people.name`, where `name` alone is another thing.
    `blanks` says what it means to leave empty what may stay so, by field name.
    """

    labels: Mapping[str, str]
    values: Mapping[str, str]
    choices: Mapping[str, Choices]
    blanks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    rows: int = _BLANK_ROWS

    def label(self, path: str) -> str:
        name = path.rpartition(".")[2]
        return next((self.labels[key] for key in _keys(path) if key in self.labels), name)

    def chosen_from(self, path: str) -> Choices | None:
        """None where nothing is said of it; empty where there is nothing to choose yet."""
        return next((self.choices[key] for key in _keys(path) if key in self.choices), None)


def _keys(path: str) -> tuple[str, str]:
    """By which names an input is known: `people.0.name` is `people.name`, else `name`."""
    steps = [step for step in path.split(".") if not step.isdecimal()]
    return ".".join(steps), steps[-1]


def inputs(schema: Schema, words: Words, values: Mapping[str, str], prefix: str = "") -> Iterator[Field | Rows]:
    """The inputs of a schema; `values` (by input name) are what was typed before."""
    for name, field in schema.load_fields.items():
        path = f"{prefix}{name}"
        inner = _item(field)
        if isinstance(field, fields.List) and isinstance(inner, fields.Nested):
            yield _rows(path, inner.schema, words, values)
        elif isinstance(inner, fields.Nested):
            yield from inputs(inner.schema, words, values, f"{path}.")
        elif not isinstance(inner, fields.Dict):
            yield _input(path, name, field, words, values)


def filled(each: Field | Rows, values: Mapping[str, str]) -> Field | Rows:
    """The same input with what was typed into it before."""
    if isinstance(each, Field):
        return replace(each, value=values.get(each.name, each.value))
    lines = (tuple(replace(field, value=values.get(field.name, field.value)) for field in line) for line in each.lines)
    return replace(each, lines=tuple(lines))


def without(each: Field | Rows, unasked: Collection[str]) -> Field | Rows:
    """A table of inputs without those of its columns that are not asked for."""
    if isinstance(each, Field):
        return each
    lines = (tuple(cell for cell in line if _column(each, cell) not in unasked) for line in each.lines)
    return replace(each, lines=tuple(lines))


def _column(table: Rows, cell: Field) -> str:
    return f"{table.name}.{cell.name.rpartition('.')[2]}"


def _rows(path: str, schema: Schema, words: Words, values: Mapping[str, str]) -> Rows:
    typed = {int(key[len(path) + 1 :].split(".")[0]) for key in values if key.startswith(f"{path}.")}
    count = max(words.rows, max(typed, default=-1) + 1)
    lines = (tuple(_line(path, number, schema, words, values)) for number in range(count))
    return Rows(path, words.label(path), tuple(lines))


def _line(path: str, number: int, schema: Schema, words: Words, values: Mapping[str, str]) -> Iterator[Field]:
    """A line may stay empty, so it has no values of its own: those would be sent with it."""
    for each in inputs(schema, words, values, f"{path}.{number}."):
        if isinstance(each, Field):
            yield replace(each, required=True, value=values.get(each.name, ""))


def _input(path: str, name: str, field: fields.Field[Any], words: Words, values: Mapping[str, str]) -> Field:
    inner = _item(field)
    offered = words.chosen_from(path)
    choices = _choices(inner, words) if offered is None else offered
    to_choose = bool(choices) or offered is not None
    value = values.get(path, _default(field))
    if to_choose:
        kind = "many" if isinstance(field, fields.List) else "choice"
    else:
        kind = "kept" if value and name == _PLACE else _kind(field, inner)
    return Field(
        name=path,
        label=words.label(path),
        kind=kind,
        required=field.required,
        value=civil(value) if kind == "moment" else value,
        choices=choices,
        hint=_NOTHING if to_choose and not choices else "" if field.required else words.blanks.get(name, ""),
        most=_longest(inner),
    )


def _item(field: Any) -> Any:
    return field.inner if isinstance(field, fields.List) else field


_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Upload, "file"),
    (fields.UUID, "kept"),
    (fields.Boolean, "yes"),
    (HundredthsField, "decimal"),  # of which the next is the base
    (fields.Integer, "number"),
    (MonthField, "month"),  # of which the next is the base
    (fields.Date, "date"),
    (fields.Time, "time"),
    (fields.DateTime, "moment"),  # of which the two above are kinds
)


def _kind(field: Any, inner: Any) -> str:
    if isinstance(field, fields.List):
        return "lines"
    found = next((kind for cls, kind in _KINDS if isinstance(inner, cls)), "text")
    longest = _longest(inner)
    return "lines" if found == "text" and longest is not None and longest > _LONG else found


def _choices(field: Any, words: Words) -> Choices:
    if isinstance(field, fields.Enum):
        return [(member.value, getattr(member, "zh", member.value)) for member in field.enum]
    rule = next((rule for rule in _rules(field) if isinstance(rule, validate.OneOf)), None)
    return [(str(value), words.values.get(str(value), str(value))) for value in rule.choices] if rule else ()


def _longest(field: Any) -> int | None:
    return next((rule.max for rule in _rules(field) if isinstance(rule, validate.Length)), None)


def _rules(field: Any) -> Iterable[Any]:
    return field.validators


def _default(field: Any) -> str:
    value = field.load_default
    value = getattr(value, "value", value)
    return shown(value) if isinstance(value, str | int) else ""


def civil(value: str) -> str:
    """A moment as a browser's field for it holds it; what is none stays as it was typed."""
    try:
        moment = datetime.fromisoformat(value)
        return f"{moment.astimezone(CIVIL_ZONE):%Y-%m-%dT%H:%M}" if moment.tzinfo else value
    except (ValueError, OverflowError):
        return value


def shown(value: object) -> str:
    """A value as an input holds it: several of them stand on lines of their own."""
    if isinstance(value, list):
        return "\n".join(shown(each) for each in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def typed(form: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By input name, without what stayed empty; several values of one name stand on lines of their own.

    `kinds[]` says that the form asked for `kinds`: with nothing ticked they become empty, which is not “unchanged”.
    """
    found: dict[str, str] = {}
    for name, value in form:
        if name.endswith(_ASKED):
            found.setdefault(name.removesuffix(_ASKED), "")
        elif value.strip():
            plain = value.replace("\r\n", "\n")  # browsers end the lines of a text so
            found[name] = f"{found[name]}\n{plain}" if found.get(name) else plain
    return found


def body_of(schema: Schema, values: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as the JSON that the schema reads. Raises Malformed when names are not those of our inputs."""
    try:
        tree = _tree(values)
        known = schema.load_fields
        return {name: _value(known[name], value) for name, value in tree.items() if name in known}
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # whatever a stranger makes of a name
        raise Malformed("not_our_form", "这份表格不是本页面的，请重新打开页面再填写。") from error


def _tree(values: Mapping[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, value in values.items():
        *above, last = path.split(".")
        place = tree
        for step in above:
            place = place.setdefault(step, {})
        place[last] = value
    return tree


def _value(field: Any, value: Any) -> Any:
    if isinstance(field, fields.List):
        return _items(field, value)
    if isinstance(field, fields.Nested):
        return {name: _value(field.schema.load_fields[name], each) for name, each in value.items()}
    if isinstance(field, fields.Dict):
        return {key: _value(field.value_field, each) for key, each in value.items()}
    return _plain(field, value)


def _items(field: fields.List[Any], value: Any) -> list[Any]:
    if isinstance(value, str):
        return [_plain(field.inner, line.strip()) for line in value.splitlines() if line.strip()]
    return [_value(field.inner, value[number]) for number in sorted(value, key=int)]


def _plain(field: Any, value: str) -> Any:
    """A text that is no number stays one: the schema then says what is wrong with it."""
    if isinstance(field, HundredthsField):
        return _hundredths(value)
    if isinstance(field, fields.Integer):
        return int(value) if value.strip().isdecimal() and len(value) <= _DIGITS else value
    if isinstance(field, fields.Boolean):
        return value == "true"
    if isinstance(field, fields.DateTime) and len(value) == len("2026-01-31T09:00"):
        return f"{value}{_CIVIL_OFFSET}"
    return value.strip()


def _hundredths(value: str) -> int | str:
    """`1,250.5` are 125050."""
    found = _DECIMAL.fullmatch(value.strip().replace(",", ""))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else value
