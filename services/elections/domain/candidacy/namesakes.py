"""Candidates of one name for one post: told apart by their order on the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def told_apart(names: Sequence[str]) -> list[str]:
    """The names of a contest's candidates in the paper's order; namesakes are 张伟（1）, 张伟（2）."""
    times, seen = Counter(names), Counter[str]()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name}（{seen[name]}）" if times[name] > 1 else name)
    return found
