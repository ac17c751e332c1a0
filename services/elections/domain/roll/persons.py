"""What a person is known by in rolls and lists."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"

    @property
    def zh(self) -> str:
        return "男" if self is Sex.MALE else "女"


class Registration(StrEnum):
    """The ground on which an elector is registered (Art 16)."""

    HOUSEHOLD = "household"
    RESIDENT = "resident"
    WORKER = "worker"

    @property
    def zh(self) -> str:
        return _REGISTRATION_ZH[self]


class Nomination(StrEnum):
    """Who nominated a candidate (Art 18)."""

    PARTY = "party"
    JOINT = "joint"

    @property
    def zh(self) -> str:
        return "社区党组织" if self is Nomination.PARTY else "选民联名"


_REGISTRATION_ZH = {Registration.HOUSEHOLD: "户籍", Registration.RESIDENT: "常住", Registration.WORKER: "社区工作者"}


def person_key(name: str, birth_date: date) -> str:
    """Two persons of one name are told apart by their birth dates."""
    return f"{name} {birth_date}"
