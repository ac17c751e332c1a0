"""周岁: whole years of age. The birthday itself counts; born on 29 February, it is the 28th in a common year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def birthday(born: date, age: int) -> date:
    """The day on which somebody becomes `age` (民法典 Art 202: where the day is missing, the month's last)."""
    year = born.year + age
    return born.replace(year=year, day=min(born.day, monthrange(year, born.month)[1]))


def age_on(born: date, day: date) -> int:
    age = day.year - born.year
    return age if birthday(born, age) <= day else age - 1
