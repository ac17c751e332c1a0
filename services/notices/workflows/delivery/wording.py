"""Words deliveries: what each resident is sent, in their language."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.notices.domain.delivery.message import Worded, digest, worded
from services.notices.providers.provider import Message
from services.notices.store import editions
from services.notices.store.database import reading
from services.notices.store.delivery.claiming import Claimed


class Wording:
    """Keeps the words of the editions of one round of sending: a batch is mostly of one. `address` is the public
    address of the notices service."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._known: dict[tuple[UUID, int], dict[str, tuple[Worded, str]]] = {}

    def messages(self, groups: Sequence[Sequence[Claimed]]) -> list[Message]:
        """One for each group, in their order. All of a group have the same address."""
        editions_of = {(each.notice_id, each.edition) for group in groups for each in group}
        for edition in editions_of - self._known.keys():
            self._known[edition] = _word(*edition)
        return [self._message(group) for group in groups]

    def _message(self, group: Sequence[Claimed]) -> Message:
        first = group[0]
        words, language = self._words(first)
        page = self._page(first)
        if len(group) > 1:
            parts = [(self._words(each)[0], self._page(each)) for each in group]
            words, page = digest(parts, first.language), f"{self._address}/boards/{first.area}"
        return Message(
            key=first.key,
            address=first.address or "",
            title=words.title,
            text=words.text,
            html=words.html,
            page=page,
            leave=f"{self._address}/r/{first.resident_key}/leave/{first.channel.value}",
            language=language,
        )

    def _words(self, claimed: Claimed) -> tuple[Worded, str]:
        return self._known[claimed.notice_id, claimed.edition][claimed.language]

    def _page(self, claimed: Claimed) -> str:
        return f"{self._address}/notices/{claimed.notice_id}"


def _word(notice_id: UUID, number: int) -> dict[str, tuple[Worded, str]]:
    """By the resident's language, with the language of the words: Chinese where the edition has no English."""
    with reading() as session:
        edition = editions.words_of(session, notice_id, number)
    chinese = (worded(edition.title, edition.body), "zh")
    english = (worded(edition.title_en, edition.body_en), "en") if edition.title_en and edition.body_en else chinese
    return {"zh": chinese, "en": english}
