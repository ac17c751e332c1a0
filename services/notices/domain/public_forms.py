"""Forms that anyone may send without signing in, and how many are taken in an hour."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from uuid import UUID, uuid5

from shared.errors import TooMany


class PublicForm(StrEnum):
    SUGGESTION = "suggestion"
    RECEIPT = "receipt"
    """What an asker does with their receipt: says how content they are, asks once more."""
    SIGN_UP = "sign_up"
    CHECK_IN = "check_in"
    FEEDBACK = "feedback"
    GOOD_DEED = "good_deed"
    PROPOSAL = "proposal"
    COMMENT = "comment"
    SURVEY = "survey"
    MARK_VOTE = "mark_vote"
    COMPLAINT = "complaint"
    JOIN = "join"
    OWN_PAGE = "own_page"
    CONFIRMATION = "confirmation"
    """Asking for a code: each is a message that costs money, to an address that may be a stranger's."""
    KEY_GUESS = "key_guess"
    """An own page's address that nobody has."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of a form are taken in an hour: from one client, and in one community."""

    client: int
    area: int


# Many phones share an address (CGNAT, the hall's Wi-Fi): what a crowd does at once has high limits.
_CROWD = Limit(client=200, area=2000)
_LETTER = Limit(client=20, area=120)
LIMITS: dict[PublicForm, Limit] = {
    form: _CROWD
    if form in {PublicForm.SIGN_UP, PublicForm.CHECK_IN, PublicForm.FEEDBACK, PublicForm.SURVEY, PublicForm.MARK_VOTE}
    else _LETTER
    for form in PublicForm
}
LIMITS |= {
    PublicForm.OWN_PAGE: Limit(client=100, area=2000),
    PublicForm.CONFIRMATION: Limit(client=6, area=600),
    PublicForm.KEY_GUESS: Limit(client=30, area=1_000_000),
}

WINDOW = timedelta(hours=1)
_IPV6_HOME = 64  # bits: the network that a provider gives to one household


def window_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def seconds_left(moment: datetime) -> int:
    """Until the next window."""
    return int((window_of(moment) + WINDOW - moment).total_seconds()) + 1


def client_of(address: str, *, resident: UUID | None, window: datetime) -> str:
    """Who sends, without keeping who it is: a hash that is another one in the next hour, of the resident where they
    sent from their own page, else of the network address."""
    who = f"residents/{resident}" if resident else _network(address)
    return hashlib.sha256(f"{window.isoformat()} {who}".encode()).hexdigest()[:32]


def check_client(form: PublicForm, count: int, *, now: datetime) -> None:
    """`count` with this one. Raises TooMany."""
    _check(count, LIMITS[form].client, "您提交得太频繁，请{minutes}分钟后再试；着急的事请直接打电话或到居委会。", now)


def check_area(form: PublicForm, count: int, *, now: datetime) -> None:
    """`count` with this one, of everyone. Raises TooMany."""
    _check(count, LIMITS[form].area, "现在提交的人太多，请{minutes}分钟后再试；着急的事请直接打电话或到居委会。", now)


def _check(count: int, most: int, message: str, now: datetime) -> None:
    if count > most:
        seconds = seconds_left(now)
        raise TooMany("too_many_forms", message, seconds=seconds, minutes=-(-seconds // 60))


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, _IPV6_HOME), strict=False)) if isinstance(known, IPv6Address) else str(known)


def key_of(once: UUID | None, said: Mapping[str, Any]) -> UUID | None:
    """By which the same is known again when a form is sent twice. `once` stands in the page that was opened: what was
    changed there after the browser's Back is sent under it, too, and is something else."""
    return uuid5(once, json.dumps(said, default=str, sort_keys=True)) if once else None
