"""Near relatives (民法典 Art 1045): who must avoid each other in a committee (Art 8) and leave the election committee
(Art 15)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from services.elections.domain.roll.persons import person_key
from shared.columns import cells
from shared.errors import FieldError, Invalid
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Iterator

Pairs = frozenset[frozenset[str]]
"""Pairs of person keys, as `persons.person_key` makes them."""


class Relation(Worded):
    """What the relative is to the person: the near relatives of 民法典 Art 1045, no others."""

    SPOUSE = "spouse", "配偶"
    PARENT = "parent", "父母"
    CHILD = "child", "子女"
    SIBLING = "sibling", "兄弟姐妹"
    PATERNAL_GRANDPARENT = "paternal_grandparent", "祖父母"
    MATERNAL_GRANDPARENT = "maternal_grandparent", "外祖父母"
    SONS_CHILD = "sons_child", "孙子女"
    DAUGHTERS_CHILD = "daughters_child", "外孙子女"

    @property
    def inverse(self) -> Relation:
        """What the person is to the relative."""
        return _INVERSE.get(self, self)


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    birth_date: date

    @classmethod
    def of(cls, key: str) -> Person:
        name, _, born = key.rpartition(" ")
        return cls(name, date.fromisoformat(born))

    @property
    def key(self) -> str:
        return person_key(self.name, self.birth_date)


@dataclass(frozen=True, slots=True)
class Kinship:
    """`relative` is the `relation` of `person`."""

    person: Person
    relative: Person
    relation: Relation

    @property
    def pair(self) -> frozenset[str]:
        return frozenset({self.person.key, self.relative.key})


def tidied(kinship: Kinship) -> Kinship:
    """With names as they are read from files, the lesser key first, so that a pair is the same pair said either way.

    Raises Invalid for names that cannot be read, and for a person who would be their own relative.
    """
    faults: list[FieldError] = []
    person = _tidied(kinship.person, "name", faults)
    relative = _tidied(kinship.relative, "relative_name", faults)
    if person == relative:
        faults.append(FieldError("relative_name", "relative_same", "本人不是自己的近亲属，请填写另一个人。"))
    if faults:
        raise Invalid("relatives_invalid", "近亲属关系有误，请按提示修改。", fields=faults)
    if person.key < relative.key:
        return Kinship(person, relative, kinship.relation)
    return Kinship(relative, person, kinship.relation.inverse)


def read_person(person: Person, field: str) -> Person:
    """With the name as it is read from files. Raises Invalid for one that cannot be."""
    faults: list[FieldError] = []
    person = _tidied(person, field, faults)
    if faults:
        raise Invalid("person_invalid", "姓名有误，请按提示修改。", fields=faults)
    return person


def _tidied(person: Person, field: str, faults: list[FieldError]) -> Person:
    try:
        return replace(person, name=cells.person_name(person.name))
    except cells.Unreadable as fault:
        faults.append(FieldError(field, fault.code, fault.message, fault.facts))
        return person


def relatives_among(pairs: Pairs, key: str) -> frozenset[str]:
    """The near relatives of the person."""
    return frozenset(_others(pairs, key))


def _others(pairs: Pairs, key: str) -> Iterator[str]:
    for pair in pairs:
        if key in pair:
            yield from pair - {key}


_MIRRORED = {
    Relation.PARENT: Relation.CHILD,
    Relation.PATERNAL_GRANDPARENT: Relation.SONS_CHILD,
    Relation.MATERNAL_GRANDPARENT: Relation.DAUGHTERS_CHILD,
}
_INVERSE = _MIRRORED | {other: one for one, other in _MIRRORED.items()}
