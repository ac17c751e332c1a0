"""Choices with the words in which people read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """`OPEN = "open", "办理中"`: what is stored and sent, and `zh`, whose English is in the service's `en.po`."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> Self:
        if not zh:  # has a default only for type checkers: to them a look-up by value is a call of this, too
            raise TypeError(f"{cls.__name__} has no words for {value}")
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member
