"""The fingerprint of a roll: what is posted can be held against what is stored."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from services.elections.domain.roll.electors import Elector


class RollHash:
    """SHA-256 of the roll as a text file in UTF-8: a line for each elector in the roll's order, ended by a line feed.

    A line holds name, sex (male, female), birth date (1980-01-02), address, group and registration (household,
    resident, worker), with tabs between them: `sha256sum` of such a file gives the same.
    """

    def __init__(self) -> None:
        self._hash = sha256()
        self.electors = 0

    def passing(self, electors: Iterable[Elector]) -> Iterator[Elector]:
        """The same electors, counted and hashed as they go by."""
        for elector in electors:
            self._hash.update(("\t".join(map(str, elector)) + "\n").encode())
            self.electors += 1
            yield elector

    def hexdigest(self) -> str:
        return self._hash.hexdigest()
