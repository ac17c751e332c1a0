"""The handover to the new committee: item by item, overseen, in ten days, and with its end the papers are sealed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.elections.cli import verify_result
from services.elections.domain.archive.checking import check_bundle
from services.elections.domain.archive.contents import ELECTION
from services.elections.domain.archive.packing import read_json, unpack
from services.elections.store.rule_sets import known_rule_set, rule_set
from shared import clock
from tests.conftest import COMMUNITY
from tests.elections.conftest import ElectionOffice, count_and_certify, enter_sheets, events

ITEMS = tuple(rule_set("cn-urban-2026").handover.items)
SHORT = {
    "director": {"主任1": 10, "主任2": 0},
    "vice_director": {"副主任1": 10, "副主任2": 0},
    "member": {"委员1": 9, "委员2": 8, "委员3": 5, "委员4": 4},
}


def _day(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def record(office: ElectionOffice, number: str, code: str, **changes: Any) -> Any:
    body = {"handed_over_by": "原主任", "received_by": "新主任", "remarks": "公章一枚", "on": _day()} | changes
    return office.post(f"/elections/{number}/handover/items/{code}", body)


def complete(office: ElectionOffice, number: str, **options: Any) -> Any:
    return office.post(
        f"/elections/{number}/handover/complete", {"overseen_by": "步埠街道办事处 王科员"}, subject="officer", **options
    )


def hand_over_everything(office: ElectionOffice, number: str) -> None:
    for code in ITEMS:
        assert record(office, number, code).status_code == 200
    done = complete(office, number)
    assert done.status_code == 200, done.json


@pytest.fixture
def certified(certified_election: dict[str, Any]) -> str:
    return certified_election["id"]


def test_the_list_says_what_is_handed_over_and_until_when(office: ElectionOffice, certified: str) -> None:
    shown = office.get(f"/elections/{certified}/handover").json
    assert (shown["due"], shown["completed_on"], shown["late"]) == (_day(10), None, None)
    assert [(each["code"], each["done"]) for each in shown["items"]] == [(code, False) for code in ITEMS]


def test_a_handover_with_an_open_item_is_not_complete_and_names_it(office: ElectionOffice, certified: str) -> None:
    for code in ITEMS[1:]:
        record(office, certified, code)
    refused = complete(office, certified)
    assert (refused.status_code, refused.json["code"]) == (409, "handover_open")
    (missing,) = refused.json["missing"]
    assert (missing["code"], missing["article"]) == ("handover_item_open", "Art 25")
    assert "印章" in missing["message"]


def test_with_the_handover_the_bundle_is_sealed_told_and_verified(
    office: ElectionOffice, certified: str, tmp_path: Path
) -> None:
    hand_over_everything(office, certified)
    shown = office.get(f"/elections/{certified}/handover").json
    assert (shown["completed_on"], shown["late"]) == (_day(), False)
    told = events()[-1]
    assert told["type"] == "elections.handover_completed.v1"
    content = office.client.get(f"/elections/{certified}/bundle.zip").data
    (tmp_path / "b.zip").write_bytes(content)
    (tmp_path / "k.pem").write_bytes(office.client.get("/archive-key.pem").data)
    verified = CliRunner().invoke(verify_result, [str(tmp_path / "b.zip"), "--key", str(tmp_path / "k.pem")])
    assert verified.exit_code == 0, verified.output
    assert "工作移交" in verified.output
    assert "核对通过。" in verified.output
    flipped = bytearray(content)
    flipped[len(flipped) // 2] ^= 1
    (tmp_path / "b.zip").write_bytes(bytes(flipped))
    refused = CliRunner().invoke(verify_result, [str(tmp_path / "b.zip"), "--key", str(tmp_path / "k.pem")])
    assert refused.exit_code == 1
    assert "✗" in refused.output


def test_after_the_end_nothing_of_it_changes(office: ElectionOffice, certified: str) -> None:
    hand_over_everything(office, certified)
    for answer in (record(office, certified, "seal"), complete(office, certified)):
        assert (answer.status_code, answer.json["code"]) == (409, "handover_completed")


def test_a_record_is_put_right_before_the_end(office: ElectionOffice, certified: str) -> None:
    record(office, certified, "seal", received_by="写错的人")
    items = record(office, certified, "seal").json["items"]
    assert [each["received_by"] for each in items if each["code"] == "seal"] == ["新主任"]


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_handed_over_before_there_is_a_committee_or_tomorrow(
    office: ElectionOffice, certified: str, days: int
) -> None:
    assert [fault["code"] for fault in record(office, certified, "seal", on=_day(days)).json["fields"]] == [
        "handover_day"
    ]


def test_what_is_not_on_the_list_is_not_handed_over(office: ElectionOffice, certified: str) -> None:
    assert record(office, certified, "piano").status_code == 404


def test_the_community_itself_does_not_oversee_its_handover(office: ElectionOffice, certified: str) -> None:
    for code in ITEMS:
        record(office, certified, code)
    refused = complete(office, certified, area=COMMUNITY)
    assert (refused.status_code, refused.json["code"]) == (403, "office_above_needed")


def test_before_certification_there_is_nothing_to_hand_over(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    assert record(office, closed_election["id"], "seal").json["code"] == "result_not_certified"


def test_pressing_the_button_twice_seals_once(office: ElectionOffice, certified: str) -> None:
    for code in ITEMS:
        record(office, certified, code)
    headers = {"Idempotency-Key": "the-same"}
    first, again = complete(office, certified, headers=headers), complete(office, certified, headers=headers)
    assert (first.status_code, again.status_code, first.json) == (200, 200, again.json)


def test_further_ballots_have_bundles_of_their_own_that_name_the_first(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    """One is over when the handover ends, and sealed with it."""
    number = closed_election["id"]
    enter_sheets(office, number, SHORT, papers=10)
    count_and_certify(office, number)
    (called,) = office.post(f"/elections/{number}/further-ballots", {"polling_day": _day()}).json["items"]
    for step in ("open_polling", "close"):
        office.step(called["id"], step)
    enter_sheets(office, called["id"], {"member": {"委员3": 5, "委员4": 1}}, papers=9)
    count_and_certify(office, called["id"])
    assert office.post(f"/elections/{called['id']}/bundle").json["code"] == "parent_unsealed"
    hand_over_everything(office, number)
    told = next(each for each in events() if each["type"] == "elections.handover_completed.v1")
    further = office.client.get(f"/elections/{called['id']}/bundle.zip").data
    report = check_bundle(further, known_rules=known_rule_set)
    assert [line.code for line in report.wrong] == []
    election = read_json(unpack(further), ELECTION)
    assert election["parent_bundle"] == told["data"]["bundle_hash"]
    assert {each["female"] for each in election["seated"]} == {True, False}
