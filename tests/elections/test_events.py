from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.elections.events import HANDLERS
from services.elections.store import tables
from services.elections.store.database import database, reading
from shared import clock
from shared.contracts.routing import SERVICES, types_heard
from shared.events.envelope import Batch, Event
from shared.events.operations import status
from shared.events.receive import Receiver
from shared.ids import new_id
from tests.conftest import COMMUNITY


def _published(subject: str | None, *, title: str = "选举公告", notice_id: UUID | None = None) -> dict[str, Any]:
    origin = subject and {
        "event_id": str(new_id()),
        "event_type": "elections.election_announced.v1",
        "subject": subject,
    }
    return {
        "notice_id": str(notice_id or new_id()),
        "kind": "election",
        "title": title,
        "published_at": clock.now().isoformat(),
        "display_until": (clock.today() + timedelta(days=30)).isoformat(),
        "origin": origin,
    }


def _receive(datas: Sequence[dict[str, Any]], *, after: int = 0) -> None:
    events = tuple(
        Event(
            id=new_id(),
            source="notices",
            type="notices.notice_published.v1",
            subject=f"notices/{data['notice_id']}",
            time=clock.now(),
            area=COMMUNITY,
            sequence=after + place,
            correlation_id="chain",
            data=data,
        )
        for place, data in enumerate(datas, 1)
    )
    batch = Batch(source="notices", after=after, through=after + len(events), events=events)
    receiver = Receiver(database, HANDLERS)
    receiver.receive(Batch.from_message(batch.to_message()))
    receiver.receive(Batch.from_message(batch.to_message()))  # delivered twice, as brokers do


def _titles() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(tables.Publication.title).order_by(tables.Publication.published_at)))


def test_every_event_routed_here_has_a_handler() -> None:
    assert set(HANDLERS) == {kind for source in SERVICES for kind in types_heard("elections", source)}


def test_a_notice_about_an_election_is_noted_once_and_shown_on_its_page(
    office: Any, closed_election: dict[str, Any]
) -> None:
    data = _published(f"elections/{closed_election['id']}")
    _receive([data])
    assert _titles() == ["选举公告"]
    page = office.client.get(f"/elections/{closed_election['id']}").get_data(as_text=True)
    assert f"/notices/{data['notice_id']}" in page
    assert "已张贴" in page


def test_notices_come_in_any_order(office: Any, closed_election: dict[str, Any]) -> None:
    later = _published(f"elections/{closed_election['id']}", title="结果公告")
    earlier = _published(f"elections/{closed_election['id']}") | {"published_at": "2026-01-01T08:00:00+08:00"}
    _receive([later, earlier])
    assert _titles() == ["选举公告", "结果公告"]


_NOWHERE = "elections/01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("subject", [None, "sessions/1", "elections/1", _NOWHERE, "elections/"])
def test_other_notices_are_passed_over(office: Any, election: dict[str, Any], subject: str | None) -> None:
    _receive([_published(subject)])
    assert _titles() == []
    assert status(database)["dead_letters"] == 0
