"""Words deliveries: what each resident is sent, in their language."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.notices.domain.delivery.message import Worded, worded
from services.notices.providers.provider import Message
from services.notices.store.database import reading
from services.notices.store.delivery.claiming import Claimed
from services.notices.store.tables import Notice


class Wording:
    """Keeps the words of the notices of one round of sending: a batch is mostly of one. `address` is the public address
    of the notices service."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._known: dict[tuple[UUID, str], tuple[Worded, str]] = {}

    def messages(self, claimed: Sequence[Claimed]) -> list[Message]:
        """Of deliveries that have an address, in their order."""
        self._learn({each.notice_id for each in claimed})
        return [self._message(each) for each in claimed]

    def _message(self, claimed: Claimed) -> Message:
        words, language = self._known[claimed.notice_id, claimed.language]
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

    def _learn(self, notices: set[UUID]) -> None:
        for notice_id in notices:
            if (notice_id, "zh") not in self._known:
                with reading() as session:
                    self._word(session.get_one(Notice, notice_id))

    def _word(self, notice: Notice) -> None:
        """Who reads English gets Chinese where the notice has no English."""
        chinese = (worded(notice.title, notice.body), "zh")
        self._known[notice.id, "zh"] = self._known[notice.id, "en"] = chinese
        if notice.title_en and notice.body_en:
            self._known[notice.id, "en"] = (worded(notice.title_en, notice.body_en), "en")
