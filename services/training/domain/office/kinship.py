"""Near relatives, as 民法典 Art 1045 names them: those in one committee avoid each other (Art 8)."""

from __future__ import annotations

from shared.worded import Worded


class Relation(Worded):
    """What the one is to the other, without saying which of the two is the elder."""

    SPOUSE = "spouse", "配偶"
    PARENT_CHILD = "parent_child", "父母子女"
    SIBLING = "sibling", "兄弟姐妹"
    GRANDPARENT_GRANDCHILD = "grandparent_grandchild", "祖孙"
