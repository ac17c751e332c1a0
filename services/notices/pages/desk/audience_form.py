"""An audience as a form: parts of the residents, each by what those who are meant have and what they must not have.

Nobody has to know how a rule is written, and every rule can be said so: what is filled in within a part holds together
(and), the parts are added to each other (or), and what is filled in below “but not” is left out (not).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from services.notices.domain.residents.audience import EVERYONE, What
from services.notices.domain.residents.kinds import Interest, ResidentKind
from services.notices.store import areas, audiences
from shared.areas import level
from shared.messages import translate
from shared.web.desk.forms import Choices, Field

Values = Mapping[str, str]
"""What was typed, by the input's name: `0.meant.kind` is a kind that the first part is of."""

_AGES = {"from": "年龄从（含）", "to": "年龄到（含）"}
_ALL = {What.KIND: "勾选的类别要同时具备", What.INTEREST: "勾选的事项要同时关注"}
"""Of which a resident may have several."""

_SIDES = _MEANT, _LEFT_OUT = "meant", "left_out"
_OF_A_PART = re.compile(r"([0-9]{1,2})\.")
_MOST_TICKS = 60
"""Of more, nobody reads a list: they are typed."""


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    meant: list[Field]
    left_out: list[Field]

    @property
    def leaves_out(self) -> bool:
        return any(field.value for field in self.left_out)


def rule_of(values: Values) -> dict[str, Any]:
    """A part in which nothing is filled in is none; without any everyone is meant."""
    parts = [rule for number in _numbers(values) if (rule := _rule(values, number))]
    return _joined("or", parts) if parts else dict(EVERYONE)


def parts_of(values: Values, choices: Mapping[What, Choices], *, more: bool = False) -> list[Part]:
    """The parts that were filled in, one at least; with `more` another, empty one."""
    numbers = _numbers(values) or [0]
    if more:
        numbers.append(numbers[-1] + 1)
    return [
        Part(
            number,
            [*_fields(values, f"{number}.{_MEANT}.", choices, together=True)],
            [*_fields(values, f"{number}.{_LEFT_OUT}.", choices, together=False)],
        )
        for number in numbers
    ]


def choices_in(session: Session, area: str) -> dict[What, Choices]:
    """What there is to choose from; whatever else is typed."""
    found: dict[What, Choices] = {
        What.KIND: [(kind.value, kind.zh) for kind in ResidentKind],
        What.INTEREST: [(each.value, each.zh) for each in Interest],
    }
    if level(area) == "community":
        for what, names in audiences.dwellings(session, area).items():
            found[what] = [(name, name) for name in names]
    else:
        found[What.AREA] = [(each.code, each.name) for each in areas.next_below(session, area)]
    return found


def strangers(values: Values, choices: Mapping[What, Choices]) -> list[str]:
    """What was typed though nobody of the register is there: a slip of the pen, by which nobody would be meant."""
    typed = [
        (what, line)
        for what in (What.GROUP, What.BUILDING)
        if what in choices
        for number in _numbers(values)
        for side in _SIDES
        for line in _lines(values, f"{number}.{side}.{what}")
    ]
    return [line for what, line in typed if line not in {value for value, _ in choices[what]}]


def not_there(name: str) -> str:
    return translate("名册里没有“{value}”，请按名册的写法填写。", value=name)


def _numbers(values: Values) -> list[int]:
    return sorted({int(found[1]) for name in values if (found := _OF_A_PART.match(name))})


def _rule(values: Values, number: int) -> dict[str, Any] | None:
    meant = [*_conditions(values, f"{number}.{_MEANT}.")]
    left_out = [{"not": each} for each in _conditions(values, f"{number}.{_LEFT_OUT}.")]
    rules = [*meant, *left_out]
    return _joined("and", rules) if rules else None


def _conditions(values: Values, prefix: str) -> Iterator[dict[str, Any]]:
    for what in What:
        found = _lines(values, f"{prefix}{what}")
        if f"{prefix}{what}_all" in values:
            yield from ({what.value: [each]} for each in found)
        elif found:
            yield {what.value: found}
    if ages := {name: _years(values[f"{prefix}{name}"]) for name in _AGES if f"{prefix}{name}" in values}:
        yield {"age": ages}


def _lines(values: Values, name: str) -> list[str]:
    return [line.strip() for line in values.get(name, "").splitlines() if line.strip()]


def _years(text: str) -> int | str:
    """What is no figure stays as it is: the rule's reader says what is wrong with it."""
    return int(text) if re.fullmatch(r"\s*[0-9]{1,3}\s*", text) else text


def _joined(name: str, rules: list[dict[str, Any]]) -> dict[str, Any]:
    return rules[0] if len(rules) == 1 else {name: rules}


def _fields(values: Values, prefix: str, choices: Mapping[What, Choices], *, together: bool) -> Iterator[Field]:
    for what in What:
        ticks, name = choices.get(what, ()), f"{prefix}{what}"
        if 0 < len(ticks) <= _MOST_TICKS:
            yield Field(name, what.zh, "many", required=False, value=values.get(name, ""), choices=ticks)
        elif what is not What.AREA:
            yield Field(name, what.zh, "lines", required=False, value=values.get(name, ""), hint="每行写一个")
        if together and what in _ALL:
            yield Field(f"{name}_all", _ALL[what], "tick", required=False, value=values.get(f"{name}_all", ""))
    for end, label in _AGES.items():
        name = f"{prefix}{end}"
        yield Field(name, label, "number", required=False, value=values.get(name, ""))
