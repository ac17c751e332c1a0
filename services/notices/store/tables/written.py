"""What is written by some and approved by another."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from services.notices.domain.second_person import with_writer


class Written:
    """`writers` are all who had a part in it, each once, in the order in which they came."""

    writers: Mapped[list[str]]

    @property
    def author(self) -> str:
        """Who began it."""
        return self.writers[0]

    def add_writer(self, subject: str) -> None:
        self.writers = with_writer(self.writers, subject)
