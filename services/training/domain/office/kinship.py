"""Near relatives, as 民法典 Art 1045 names them: those in one committee avoid each other (Art 8)."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What the one is to the other, without saying which of the two is the elder."""

    SPOUSE = "spouse"
    PARENT_CHILD = "parent_child"
    SIBLING = "sibling"
    GRANDPARENT_GRANDCHILD = "grandparent_grandchild"

    @property
    def zh(self) -> str:
        return {
            "spouse": "配偶",
            "parent_child": "父母子女",
            "sibling": "兄弟姐妹",
            "grandparent_grandchild": "祖孙",
        }[self]
