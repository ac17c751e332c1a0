from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.events.envelope import Batch, Event

EVENT = Event(
    id=UUID("0190f0c0-0000-7000-8000-000000000001"),
    source="elections",
    type="elections.area_registered.v1",
    subject="areas/450403002003",
    time=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    area="450403002003",
    sequence=12,
    correlation_id="chain",
    data={"code": "450403002003", "name": "步埠社区", "level": "community"},
)
REQUIRED_BY_CLOUDEVENTS = {"specversion", "id", "source", "type"}


def test_an_event_comes_back_as_it_went() -> None:
    assert Event.from_cloudevent(json.loads(json.dumps(EVENT.to_cloudevent()))) == EVENT


def test_an_envelope_is_a_cloudevent() -> None:
    envelope = EVENT.to_cloudevent()
    assert set(envelope) >= REQUIRED_BY_CLOUDEVENTS
    assert envelope["specversion"] == "1.0"
    assert envelope["sequence"] == "12"
    assert all(name.isalnum() and name.islower() for name in envelope)
    assert datetime.fromisoformat(envelope["time"]).tzinfo is not None


@pytest.mark.parametrize("missing", ["id", "source", "type", "subject", "time", "area", "sequence", "correlationid"])
def test_an_envelope_without_what_is_needed_is_no_event(missing: str) -> None:
    envelope = EVENT.to_cloudevent()
    del envelope[missing]
    with pytest.raises(KeyError):
        Event.from_cloudevent(envelope)


def test_attributes_that_a_newer_release_adds_are_passed_over() -> None:
    assert Event.from_cloudevent({**EVENT.to_cloudevent(), "traceparent": "00-1-2-00"}) == EVENT


def test_a_batch_comes_back_as_it_went() -> None:
    batch = Batch(source="elections", after=3, through=12, events=(EVENT,))
    assert Batch.from_message(json.loads(json.dumps(batch.to_message()))) == batch
