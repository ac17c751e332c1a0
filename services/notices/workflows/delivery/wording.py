"""Words deliveries: what each resident is sent, in their language."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.notices.domain.delivery.message import Worded, worded
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

    def messages(self, claimed: Sequence[Claimed]) -> list[Message]:
        """Of deliveries that have an address, in their order."""
        for edition in {(each.notice_id, each.edition) for each in claimed} - self._known.keys():
            self._known[edition] = _word(*edition)
        return [self._message(each) for each in claimed]

    def _message(self, claimed: Claimed) -> Message:
        words, language = self._known[claimed.notice_id, claimed.edition][claimed.language]
        return Message(
            key=claimed.key,
            address=claimed.address or "",
            title=words.title,
            text=words.text,
            html=words.html,
            page=f"{self._address}/notices/{claimed.notice_id}",
            leave=f"{self._address}/r/{claimed.resident_key}/leave/{claimed.channel.value}",
            language=language,
        )


def _word(notice_id: UUID, number: int) -> dict[str, tuple[Worded, str]]:
    """By the resident's language, with the language of the words: Chinese where the edition has no English."""
    with reading() as session:
        edition = editions.words_of(session, notice_id, number)
    chinese = (worded(edition.title, edition.body), "zh")
    english = (worded(edition.title_en, edition.body_en), "en") if edition.title_en and edition.body_en else chinese
    return {"zh": chinese, "en": english}
