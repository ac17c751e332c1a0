"""Who jointly nominates a candidate: electors of the roll, each once, and for no more persons than seats (Art 18).

A clerk has their names on a paper; where two on the roll have one name, the birth date tells them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from shared.columns import cells
from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from services.elections.domain.candidacy.post import Post
    from services.elections.domain.rules.rule_set import NominationRule

_WITH_DATE = re.compile(r"([^(]*)\(([^)]*)\)")
_BETWEEN = re.compile("[、,;\n]")
_LONGEST = 10_000  # characters of a cell of names


@dataclass(frozen=True, slots=True)
class Named:
    """An elector as a nomination names them: by id, or by name with the birth date where a name is not enough."""

    name: str = ""
    birth_date: date | None = None
    elector_id: UUID | None = None

    @property
    def field(self) -> str:
        """Where a fault of theirs is shown."""
        return "nominators" if self.name == "" else "nominator_names"

    def may_be(self, row: OnRoll) -> bool:
        if self.elector_id is not None:
            return row.elector_id == self.elector_id
        return row.name == self.name and self.birth_date in {None, row.birth_date}


class OnRoll(NamedTuple):
    elector_id: UUID
    name: str
    birth_date: date


def read_named(text: str) -> Named:
    """`张三` or `张三（1980-01-02）`. Raises Unreadable."""
    typed = cells.required(text, 100)
    found = _WITH_DATE.fullmatch(typed)
    if found is None:
        return Named(cells.person_name(typed))
    return Named(cells.person_name(found[1]), cells.day(found[2]))


def read_names(text: str) -> tuple[Named, ...]:
    """A cell of names with `、` between them. Raises Unreadable."""
    cells.optional(text, _LONGEST)
    return tuple(read_named(part) for part in _BETWEEN.split(cells.clean(text)) if part.strip())


def named_in(ids: Iterable[UUID], names: Iterable[str]) -> tuple[Named, ...]:
    """Everybody who is named by id or by name. Raises Invalid for names that cannot be read."""
    named, faults = [Named(elector_id=each) for each in ids], list[FieldError]()
    for place, text in enumerate(names):
        try:
            named.append(read_named(text))
        except cells.Unreadable as fault:
            faults.append(FieldError(f"nominator_names.{place}", fault.code, fault.message, fault.facts))
    if faults:
        raise Invalid("nominators_invalid", "联名选民有误，请按提示核对。", fields=faults)
    return tuple(named)


class Signatures:
    """Finds nominators on the roll. `on_roll` looks up whom a nomination may mean; `signed` counts whom of a post each
    elector has nominated already."""

    def __init__(
        self,
        on_roll: Callable[[Collection[Named]], Sequence[OnRoll]],
        *,
        signed: Mapping[tuple[Post, UUID], int],
        seats: Mapping[Post, int],
        rule: NominationRule,
    ) -> None:
        self._on_roll = on_roll
        self._signed = Counter(signed)
        self._seats = seats
        self._rule = rule

    def take(self, post: Post, named: Sequence[Named]) -> tuple[tuple[Named, ...], list[FieldError]]:
        """Those named as they stand on the roll, and what is wrong with them; they have signed for the post then."""
        there = self._on_roll(named)
        meant = [(each, [row for row in there if each.may_be(row)]) for each in named]
        faults = [_unclear(each, len(rows), self._rule) for each, rows in meant if len(rows) != 1]
        found = [
            replace(each, elector_id=rows[0].elector_id, birth_date=rows[0].birth_date)
            for each, rows in meant
            if len(rows) == 1
        ]
        names = {row.elector_id: row.name for row in there}
        faults += [*_doubled(found, names), *self._too_many(post, found, names)]
        self._signed.update((post, each.elector_id) for each in found if each.elector_id is not None)
        return tuple(found), faults

    def _too_many(self, post: Post, found: Iterable[Named], names: Mapping[UUID, str]) -> Iterable[FieldError]:
        """每一选民提名的人数不得超过应选名额."""
        seats = self._seats.get(post)
        if not self._rule.names_most_seats or seats is None:
            return
        for each in found:
            if each.elector_id is not None and (count := self._signed[post, each.elector_id]) >= seats:
                facts = {"name": names[each.elector_id], "count": count, "seats": seats, "post_name": post.zh}
                message = "{name}已联名提名{count}名{post_name}候选人，每人不得超过应选名额{seats}名（{article}）。"
                facts |= {"article": self._rule.clause}
                yield FieldError(each.field, "nominator_names_too_many", message, facts)


def _unclear(named: Named, count: int, rule: NominationRule) -> FieldError:
    facts = {"name": named.name or str(named.elector_id), "count": count, "article": rule.clause}
    if count == 0:
        message = "选民名单上没有{name}，联名的应是本社区选民（{article}）。"
        return FieldError(named.field, "nominator_not_on_roll", message, facts)
    if named.birth_date is None:
        message = "选民名单上有{count}人叫{name}，请在姓名后注明出生日期，如“张三（1980-01-02）”。"
        return FieldError(named.field, "nominator_ambiguous", message, facts)
    message = "选民名单上有{count}个{name}出生日期也相同，请改用选民编号登记。"
    return FieldError(named.field, "nominator_ambiguous", message, facts)


def _doubled(found: Iterable[Named], names: Mapping[UUID, str]) -> Iterable[FieldError]:
    seen: set[UUID] = set()
    for each in found:
        if each.elector_id in seen:
            facts = {"name": names[each.elector_id]}
            yield FieldError(each.field, "nominator_doubled", "联名选民中{name}重复填写。", facts)
        if each.elector_id is not None:
            seen.add(each.elector_id)
