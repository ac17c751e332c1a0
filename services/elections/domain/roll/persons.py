"""What a person is known by in rolls and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.worded import Worded

if TYPE_CHECKING:
    from datetime import date


class Sex(Worded):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Registration(Worded):
    """The ground on which an elector is registered (Art 16)."""

    HOUSEHOLD = "household", "户籍"
    RESIDENT = "resident", "常住"
    WORKER = "worker", "社区工作者"


class Nomination(Worded):
    """Who nominated a candidate (Art 18)."""

    PARTY = "party", "社区党组织"
    JOINT = "joint", "选民联名"


def person_key(name: str, birth_date: date) -> str:
    """Two persons of one name are told apart by their birth dates."""
    return f"{name} {birth_date}"
