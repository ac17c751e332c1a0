"""Where the faults of a problem stand on a form: beside the inputs that mend them, under the names that people see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.messages import translate
from shared.web.desk.forms import Field, Rows, Words


@dataclass(frozen=True, slots=True)
class Fault:
    """`name` is the input's; empty where the form has none that could mend it."""

    name: str
    label: str
    message: str


def placed(problem: Mapping[str, Any], form: Sequence[Field | Rows], words: Words) -> list[Fault]:
    """The API speaks of its own fields: a form may have many inputs for one of them, or one for many."""
    clashes = [each for each in problem.get("missing", ()) if each.get("field")]
    told = (*problem.get("fields", ()), *clashes, *_unknown(problem, form))
    return [fault for each in told for fault in _placed(each, form, words)]


def _unknown(problem: Mapping[str, Any], form: Sequence[Field | Rows]) -> Iterator[Mapping[str, Any]]:
    """What was chosen and cannot be found: `room_not_found` is a fault of the input `room_id`."""
    thing, found, _ = problem.get("code", "").partition("_not_found")
    if found and any(each.name == f"{thing}_id" for each in form):
        yield {"field": f"{thing}_id", "code": problem["code"], "message": problem["detail"]}


def _placed(told: Mapping[str, Any], form: Sequence[Field | Rows], words: Words) -> Iterator[Fault]:
    path, message = told["field"], told["message"]
    if "line" in told:
        yield Fault("", line_of_file(told), message)
        return
    inside = [each for each in form if each.name.startswith(f"{path}.")]
    if exact := next((each for each in _all(form) if each.name == path), None):
        yield Fault(exact.name, exact.label, message)
    elif told["code"] == "required" and (empty := [each for each in inside if _must_be_filled_in(each)]):
        yield from (Fault(each.name, each.label, message) for each in empty)
    elif near := inside or [each for each in form if path.startswith(f"{each.name}.")]:
        yield Fault(near[0].name, near[0].label, message)
    else:
        yield Fault("", words.label(path), message)


def line_of_file(told: Mapping[str, Any]) -> str:
    """Where to look in a table that was sent: its line and its column as its header has it."""
    column = told.get("column")
    words = "第{line}行，{column}" if column else "第{line}行"
    return translate(words, line=told["line"], column=column)


def _all(form: Sequence[Field | Rows]) -> Iterator[Field | Rows]:
    for each in form:
        yield each
        if isinstance(each, Rows):
            yield from (cell for line in each.lines for cell in line)


def _must_be_filled_in(each: Field | Rows) -> bool:
    return isinstance(each, Field) and each.required and not each.value
