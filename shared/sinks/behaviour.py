"""How a sink treats what comes: as a good provider does, or as bad ones do on bad days."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Mood(StrEnum):
    WILLING = "willing"
    SWALLOWING = "swallowing"
    """Takes over what comes and then never answers: the sender's time limit passes."""
    HANGING_UP = "hanging_up"
    """Takes over what comes and closes the connection instead of answering."""
    AWAY = "away"
    """503 with Retry-After, or 421: takes nothing."""
    GARBLING = "garbling"
    """Answers what nobody understands."""


class Treatment(StrEnum):
    TAKE = "take"
    BOUNCE = "bounce"
    """Takes it, and tells later that it did not arrive."""
    REFUSE = "refuse"
    NO_ADDRESS = "no_address"
    DEFER = "defer"


@dataclass
class Behaviour:
    """`mood` holds for the next `times` requests or mails (None: for all); every answer comes after `delay` seconds.
    An address that a pattern finds is treated so: numbers by their end, other addresses by a word in them."""

    mood: Mood = Mood.WILLING
    times: int | None = None
    delay: float = 0.0
    retry_after: int = 2
    nobody: re.Pattern[str] = field(default_factory=lambda: re.compile(r"nobody|9990$"))
    refuse: re.Pattern[str] = field(default_factory=lambda: re.compile(r"refuse|9991$"))
    defer: re.Pattern[str] = field(default_factory=lambda: re.compile(r"defer|9992$"))
    bounce: re.Pattern[str] = field(default_factory=lambda: re.compile(r"bounce|9993$"))

    def next_mood(self) -> Mood:
        if self.times is None:
            return self.mood
        if self.times <= 0:
            return Mood.WILLING
        self.times -= 1
        return self.mood

    def treatment(self, address: str) -> Treatment:
        if self.nobody.search(address):
            return Treatment.NO_ADDRESS
        if self.refuse.search(address):
            return Treatment.REFUSE
        if self.defer.search(address):
            return Treatment.DEFER
        return Treatment.BOUNCE if self.bounce.search(address) else Treatment.TAKE
