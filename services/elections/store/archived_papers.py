"""What a bundle has of the papers: sheets as typed, scans, call-outs, accounts, decisions on doubtful ones."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from services.elections.domain.counting.callout import Record
from services.elections.store import callouts, elections, images, polling, tables
from services.elections.store.plain import plain

_Rows = list[dict[str, Any]]


def stations(session: Session, found: tables.Election) -> _Rows:
    typed = elections.entries(session, found.id)
    return [
        {
            "id": str(row.id),
            "name": row.name,
            "kind": row.kind,
            "sheets": [
                {"sheet": key[1], "entries": [_entry(each) for each in typed.get(key, ())]}
                for key in elections.sheet_keys(row)
            ],
        }
        for row in elections.stations(session, found.id)
    ]


def scans(session: Session, found: tables.Election, *, enclosed: bool) -> _Rows:
    """Every scan, replaced ones too, by its hash; `file` is its name in the bundle, none where it is not enclosed."""
    return [
        {
            "station": str(row.station_id),
            "sheet": row.sheet,
            "sha256": row.sha256,
            "file": images.file_name(row) if enclosed else None,
        }
        for row in images.images(session, found.id)
    ]


def _entry(row: tables.Entry) -> dict[str, Any]:
    return {**plain(row, ("id", "clerk", "figures")), "at": row.created_at.isoformat()}


def call_outs(session: Session, found: tables.Election) -> _Rows:
    """With every record of their logs, those that were given up too: what was called everybody could hear."""
    return [
        {
            **plain(row, ("id", "sheet", "issued", "state", "recorder", "opened_by", "opened_on", "head")),
            "station": str(row.station_id),
            "records": [_called(each) for each in callouts.log(session, row).records],
            "takeovers": [
                plain(each, ("records", "taken_from", "taken_by", "on")) for each in callouts.takeovers(session, row)
            ],
            "signatures": [
                plain(each, ("head", "role", "subject", "on")) for each in callouts.all_signatures(session, row)
            ],
        }
        for row in callouts.of_election(session, found.id)
    ]


def _called(record: Record) -> dict[str, Any]:
    return {
        "number": record.number,
        "id": record.id,
        "replaces": record.replaces,
        "contests": {post.value: marks.as_facts() for post, marks in record.contests.items()},
        "previous": record.previous,
        "hash": record.hash,
    }


def accounts(session: Session, found: tables.Election) -> dict[str, Any]:
    """Who saw the surplus destroyed and who decided is said by number."""
    stock = polling.stock(session, found.id)
    return {
        "stock": None if stock is None else asdict(polling.as_stock(stock)),
        "accounts": [
            {"station": str(station), "account": asdict(polling.as_account(row))}
            for station, row in sorted(polling.accounts(session, found.id).items())
        ],
        "doubtful": [
            {
                **plain(row, ("sheet", "papers", "ground", "decision", "by", "at")),
                "station": str(row.station_id),
                "deciders": len(row.decided_by),
            }
            for row in polling.doubtful(session, found.id)
        ],
    }
