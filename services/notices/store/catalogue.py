"""The catalogue of what is disclosed: the law's from its file, each place's own from the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notices.domain.disclosure.catalogue import Catalogue, Matter, parse_catalogue
from services.notices.domain.disclosure.periods import Every
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.store.areas import upwards
from services.notices.store.tables import LocalMatter
from shared import areas

_FILE = Path(__file__).resolve().parent.parent / "rules" / "disclosure.yaml"


@cache
def national() -> tuple[Matter, ...]:
    return tuple(parse_catalogue(yaml.safe_load(_FILE.read_text("utf-8"))))


@cache
def known_events() -> frozenset[str]:
    """Those that bring a disclosure or are one."""
    return frozenset(kind for matter in national() for kind in (*matter.opened_by, *matter.settled_by))


def catalogue(session: Session, area: str) -> Catalogue:
    query = select(LocalMatter).where(LocalMatter.area.in_(upwards(area)))
    return _over(session.scalars(query).all())


def catalogues(session: Session, codes: Iterable[str]) -> dict[str, Catalogue]:
    """Of many areas in one query: places have few rules of their own."""
    local = session.scalars(select(LocalMatter)).all()
    return {code: _over([each for each in local if each.area in set(upwards(code))]) for code in codes}


def _over(local: Sequence[LocalMatter]) -> Catalogue:
    nearest_last = sorted(local, key=lambda each: (len(areas.prefix(each.area)), each.since))
    return Catalogue([*national(), *map(_matter, nearest_last)])


def _matter(row: LocalMatter) -> Matter:
    return Matter(
        code=row.matter,
        name=row.name,
        name_en=row.name_en,
        item=DisclosureItem(row.item),
        every=Every(row.every),
        days=row.days,
        display_days=row.display_days,
        since=row.since,
        basis=row.basis,
        dropped=row.dropped,
    )
