"""Editions of a published notice: an amendment is proposed by one person and approved by another."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import astuple
from enum import StrEnum

from services.notices.domain.notice import State
from services.notices.domain.second_person import second_person_missing
from services.notices.domain.wording import Text
from shared.errors import Conflict, FieldError
from shared.worded import Worded


class EditionState(Worded):
    PROPOSED = "proposed", "待审核的更正"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已作废"


class Settlement(StrEnum):
    """What becomes of a proposed amendment."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"


def words_hash(words: Text, files: Iterable[str]) -> str:
    """SHA-256 of title, body, English title and English body, then of the files' hashes in their order: each part as
    a netstring (length in bytes, colon, text, comma) so that no two editions read the same; a part that is not there
    is a hyphen."""
    parts = "".join(map(_part, (*astuple(words), *files)))
    return hashlib.sha256(parts.encode()).hexdigest()


def must_hang(state: State) -> None:
    """Raises Conflict: a draft is edited, and what was taken down is not amended."""
    if state is not State.PUBLISHED:
        message = "公告处于“{state_name}”，只有已公布的公告才能更正。"
        raise Conflict("not_published", message, state=state.value, state_name=state.zh)


def must_change(before: Text, after: Text, *, new_files: bool) -> None:
    """Raises Conflict: an amendment that changes nothing would be an empty promise."""
    if before == after and not new_files:
        raise Conflict("nothing_changed", "更正后的文字与现在的相同，也没有新的附件。请作废后重新提出。")


def english_faults(before: Text, changes: Collection[str]) -> list[FieldError]:
    """A Chinese text that was put right beside an English one that still says what was wrong would mislead."""
    if before.body_en is None or "body" not in changes or "body_en" in changes:
        return []
    message = "这条公告有英文，正文改了，英文也要一并更正（不再要英文的，写明为空）。"
    return [FieldError("body_en", "english_left_behind", message)]


def must_be_proposed(state: EditionState) -> None:
    """Raises Conflict: what is published stays as it is."""
    if state is not EditionState.PROPOSED:
        raise Conflict("already_settled", "这项更正已经办理：{state_name}。", state=state.value, state_name=state.zh)


def must_be_another(actor: str, writers: Collection[str]) -> None:
    """Raises Conflict: a second person approves."""
    if missing := second_person_missing(actor, writers):
        raise Conflict("duties_unmet", "现在还不能审核这项更正。", missing=[missing])


def _part(words: str | None) -> str:
    return "-" if words is None else f"{len(words.encode())}:{words},"
