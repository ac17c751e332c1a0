from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from marshmallow import ValidationError

from shared.contracts.document import document
from shared.contracts.registry import CONTRACTS, UnknownEventType, dump_event_data, load_event_data
from shared.contracts.routing import ROUTES, SERVICES, source_of, sources_of, subscribers_of, types_heard
from shared.events.envelope import Event
from tests.contracts.snapshot import current, published

_PAST = "ed|en|wn|_found|_due|_overdue|_short"  # what happened, or what has become so
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.json"))
ROOT = Path(__file__).parents[2]


def _sample(name: str) -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "samples" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_stored_sample_loads_for_ever(path: Path) -> None:
    event = Event.from_cloudevent(json.loads(path.read_text(encoding="utf-8")))
    assert event.type == path.stem.removesuffix(".minimal")
    assert event.source == source_of(event.type)
    assert load_event_data(event.type, event.data)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_survives_the_way_through_its_contract(path: Path) -> None:
    envelope = json.loads(path.read_text(encoding="utf-8"))
    loaded = load_event_data(envelope["type"], envelope["data"])
    dumped = dump_event_data(envelope["type"], loaded)
    assert load_event_data(envelope["type"], json.loads(json.dumps(dumped))) == loaded


def test_every_version_of_every_event_has_a_sample() -> None:
    assert {path.stem.removesuffix(".minimal") for path in SAMPLES} == set(CONTRACTS)


def test_every_routed_event_has_a_contract_and_every_contract_a_route() -> None:
    assert set(ROUTES) == set(CONTRACTS)


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_a_name_says_who_tells_what_in_the_past_tense_and_which_version(name: str) -> None:
    assert re.fullmatch(rf"(elections|training|notices)\.[a-z]+(_[a-z]+)*({_PAST})\.v[1-9]", name)


def test_no_service_hears_itself_or_an_unknown_one() -> None:
    for name, subscribers in ROUTES.items():
        assert set(subscribers) <= set(SERVICES) - {source_of(name)}


def test_routes_read_the_same_from_both_ends() -> None:
    for subscriber in SERVICES:
        for source in sources_of(subscriber):
            assert subscriber in subscribers_of(source)
            assert types_heard(subscriber, source)


@pytest.mark.parametrize("name", sorted(published()))
def test_a_published_version_only_grows_optional_fields(name: str) -> None:
    before, now = published()[name], current()[name]
    for path, field in before.items():
        assert path in now, f"{path} was taken away"
        assert (now[path]["kind"], now[path]["required"]) == (field["kind"], field["required"]), path
        assert now[path]["nullable"] >= field["nullable"], path
        assert set(field["choices"]) <= set(now[path]["choices"]), path
    for path in set(now) - set(before):
        assert not now[path]["required"], f"{path} is new and required: make a new version"


def test_what_is_published_is_written_down() -> None:
    """After adding a field or an event: `python -m tests.contracts.snapshot`, and say so in CHANGELOG."""
    assert current() == published()


def test_the_document_of_the_events_is_up_to_date() -> None:
    """`python -m shared.contracts.document > docs/events.md`"""
    assert (ROOT / "docs" / "events.md").read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_a_missing_required_field_is_refused_in_both_directions(name: str) -> None:
    data = _sample(name)["data"]
    for field, kind in current()[name].items():
        if kind["required"] and "." not in field:
            cut = {key: value for key, value in data.items() if key != field.removesuffix("[]")}
            with pytest.raises(ValidationError):
                load_event_data(name, cut)
            loaded = {k: v for k, v in load_event_data(name, data).items() if k != field.removesuffix("[]")}
            with pytest.raises(ValidationError):
                dump_event_data(name, loaded)


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_a_field_of_a_newer_release_is_passed_over(name: str) -> None:
    data = _sample(name)["data"]
    assert load_event_data(name, {**data, "from_the_future": [1]}) == load_event_data(name, data)


def test_values_arrive_as_pythons_own() -> None:
    data = load_event_data("elections.result_certified.v1", _sample("elections.result_certified.v1")["data"])
    assert isinstance(data["election_id"], UUID)
    assert isinstance(data["polling_day"], date)
    assert data["certified_at"].astimezone(UTC).tzinfo is UTC
    assert isinstance(data["contests"][0]["candidates"][0]["votes"], int)


@pytest.mark.parametrize(
    "change",
    [
        {"code": "450403"},
        {"code": "{0}"},
        {"level": "village"},
        {"name": None},
        {"name": 7},
    ],
)
def test_a_value_that_breaks_the_contract_is_refused(change: dict[str, Any]) -> None:
    name = "elections.area_registered.v1"
    data = {**_sample(name)["data"], **change}
    with pytest.raises(ValidationError):
        load_event_data(name, data)


def test_a_moment_without_a_zone_is_refused() -> None:
    name = "training.session_scheduled.v1"
    loaded = load_event_data(name, _sample(name)["data"])
    naive = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - that is what is tested
    with pytest.raises(ValidationError):
        dump_event_data(name, {**loaded, "starts_at": naive})


def test_an_unknown_type_is_named() -> None:
    with pytest.raises(UnknownEventType, match="misspelt"):
        load_event_data("elections.misspelt.v1", {})
