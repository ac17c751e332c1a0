"""Recalls from the petition to the end of the post, and each way in which one fails (Art 20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.elections.domain.archive.checking import check_bundle
from services.elections.store import tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import known_rule_set
from shared import clock
from shared.auth.actor import Actor
from tests.elections.api.test_handover import hand_over_everything
from tests.elections.committees import committee, member
from tests.elections.conftest import ElectionOffice, count_and_certify, enter_sheets, events

TODAY = clock.today().isoformat()
NOBODY = "01930a2c-0000-7000-8000-00000000ffff"


@pytest.fixture
def elected(seated_election: dict[str, Any]) -> dict[str, Any]:
    """An election of today with ten electors and five members in office."""
    return seated_election


def _ask(office: ElectionOffice, elected: dict[str, Any], name: str = "委员1", **changes: Any) -> Any:
    whom = [member(office, elected["area"], name)["id"]]
    body = {"member_ids": whom, "reasons": "长期不履行职责。", "received_on": TODAY, "signed": 1, "document": "联名册"}
    sent = {key: value for key, value in (body | changes).items() if value is not None}
    return office.post(f"/elections/{elected['id']}/recalls", sent)


def _asked(office: ElectionOffice, elected: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = _ask(office, elected, **changes)
    assert answer.status_code == 201, answer.json
    return answer.json


def _defend(office: ElectionOffice, asked: dict[str, Any], **changes: Any) -> Any:
    body = {"member_id": asked["members"][0]["member_id"], "text": "我因病请假。", "heard_on": TODAY}
    return office.post(f"/recalls/{asked['id']}/defences", body | changes)


def _call(office: ElectionOffice, asked: dict[str, Any], day: str = TODAY) -> Any:
    return office.post(f"/recalls/{asked['id']}/poll", {"polling_day": day})


def _poll(office: ElectionOffice, asked: dict[str, Any], votes: dict[str, int], *, papers: int) -> dict[str, Any]:
    """The vote on the answered petition, from its call to the certified result."""
    assert _defend(office, asked).status_code == 200
    number = _call(office, asked).json["id"]
    for step in ("open_polling", "close"):
        assert office.step(number, step).status_code == 200
    enter_sheets(office, number, {"member": votes}, papers=papers)
    return count_and_certify(office, number)


def _electors(office: ElectionOffice, elected: dict[str, Any]) -> list[str]:
    return [each["id"] for each in office.get(f"/elections/{elected['id']}/electors").json["items"]]


def _told(kind: str) -> list[dict[str, Any]]:
    return [each["data"] for each in events() if each["type"] == f"elections.{kind}.v1"]


def test_a_member_is_recalled_by_more_than_half_of_those_who_voted(
    office: ElectionOffice, elected: dict[str, Any]
) -> None:
    asked = _asked(office, elected)
    assert (asked["state"], asked["petition"]["inequality"], asked["petition"]["clause"]) == (
        "accepted",
        "10×1 ≥ 10",
        "Art 20",
    )
    result = _poll(office, asked, {"委员1": 4}, papers=7)
    (contest,) = result["contests"]
    assert (result["valid"], result["turnout"]["inequality"]) == (True, "2×7 > 10")
    assert (contest["outcome"], contest["candidates"][0]["inequality"]) == ("recalled", "2×4 > 7")
    assert not contest["candidates"][0]["elected"]
    shown = committee(office, elected["area"])
    assert [(each["name"], each["end_reason"], each["clause"]) for each in shown["left"]] == [
        ("委员1", "recalled", "Art 20")
    ]
    assert [each["post"] for each in shown["vacant"]] == ["member"]
    (decided,) = _told("recall_decided")
    assert [(each["name"], each["recalled"]) for each in decided["outcomes"]] == [("委员1", True)]
    assert [each["reason"] for each in _told("post_ended")] == ["recalled"]
    assert len(_told("result_certified")) == 1  # the committee's own
    assert office.get(f"/areas/{elected['area']}/recalls").json["items"][0]["state"] == "decided"


def test_half_of_those_who_voted_recalls_nobody(office: ElectionOffice, elected: dict[str, Any]) -> None:
    result = _poll(office, _asked(office, elected), {"委员1": 5}, papers=10)
    (contest,) = result["contests"]
    assert (contest["outcome"], contest["candidates"][0]["inequality"]) == ("kept", "2×5 ≤ 10")
    assert committee(office, elected["area"])["left"] == []
    assert [each["recalled"] for each in _told("recall_decided")[0]["outcomes"]] == [False]


def test_a_vote_in_which_half_of_the_electors_took_part_recalls_nobody(
    office: ElectionOffice, elected: dict[str, Any]
) -> None:
    result = _poll(office, _asked(office, elected), {"委员1": 5}, papers=5)
    assert (result["state"], result["turnout"]["inequality"]) == ("void", "2×5 ≤ 10")
    (decided,) = _told("recall_decided")
    assert decided["outcomes"][0]["agreed"]["holds"]
    assert not decided["outcomes"][0]["recalled"]
    assert _told("post_ended") == []
    assert len(committee(office, elected["area"])["members"]) == 5


def test_a_petition_that_one_too_few_signed_is_kept_as_refused(office: ElectionOffice, elected: dict[str, Any]) -> None:
    with unit_of_work(Actor.system("elections")) as uow:
        uow.session.execute(update(tables.Election).values(electors=20))
    asked = _asked(office, elected)
    assert (asked["state"], asked["petition"]["inequality"]) == ("refused", "10×1 < 20")
    refused = _call(office, asked)
    assert (refused.status_code, refused.json["code"]) == (409, "recall_refused")
    assert refused.json["missing"][0]["article"] == "Art 20"
    assert _asked(office, elected, signed=2)["state"] == "accepted"


def test_the_poll_is_not_opened_before_the_member_was_heard(office: ElectionOffice, elected: dict[str, Any]) -> None:
    asked = _asked(office, elected)
    number = _call(office, asked).json["id"]
    missing = office.step(number, "open_polling").json["missing"]
    assert [(duty["code"], duty["article"]) for duty in missing] == [("defence_missing", "Art 20")]
    assert "委员1" in missing[0]["message"]
    body = {"duty": "defence_missing", "reason": "成员拒绝提出申辩意见，请求免除。"}
    assert office.post(f"/elections/{number}/exceptions", body).status_code == 422
    assert _defend(office, asked).json["members"][0]["defence"] == "我因病请假。"
    assert office.step(number, "open_polling").status_code == 200


def test_the_call_tells_who_is_voted_on_and_the_answer(office: ElectionOffice, elected: dict[str, Any]) -> None:
    asked = _asked(office, elected)
    _defend(office, asked)
    called = _call(office, asked).json
    (told,) = _told("recall_called")
    assert (called["kind"], told["members"], told["defence"]) == ("recall", ["委员1"], "委员1：我因病请假。")
    assert office.get(f"/elections/{elected['id']}").json["further_ballots"] == []
    again = _call(office, asked)
    assert (again.status_code, again.json["code"]) == (409, "recall_called")


def test_a_vote_that_was_cancelled_is_called_anew(office: ElectionOffice, elected: dict[str, Any]) -> None:
    asked = _asked(office, elected)
    assert office.step(_call(office, asked).json["id"], "cancel").status_code == 200
    assert _call(office, asked).status_code == 201


def test_signatures_are_checked_against_the_roll(office: ElectionOffice, elected: dict[str, Any]) -> None:
    known = _electors(office, elected)[:2]
    unpaper = {"signed": None, "document": None}
    asked = _asked(office, elected, signers=known, **unpaper)
    assert asked["signed"] == 2
    assert not set(known) & set(str(asked).split("'"))
    for signers, code in (([known[0], NOBODY], "signer_not_on_roll"), ([known[0]] * 2, "signed_twice")):
        refused = _ask(office, elected, name="委员2", signers=signers, **unpaper)
        assert [fault["code"] for fault in refused.json["fields"]] == [code]


@pytest.mark.parametrize("changes", [{"signed": None}, {"signers": [NOBODY]}])
def test_a_petition_has_either_electors_or_a_counted_list(
    office: ElectionOffice, elected: dict[str, Any], changes: dict[str, Any]
) -> None:
    refused = _ask(office, elected, **changes)
    assert [fault["code"] for fault in refused.json["fields"]] == ["signatures_unclear"]


@pytest.mark.parametrize(
    ("signed_by", "signed", "asked_of", "state"),
    [
        ("household", 6, 60, "accepted"),
        ("household", 5, 60, "refused"),
        ("representatives", 10, 30, "accepted"),
        ("representatives", 9, 30, "refused"),
    ],
)
def test_art_20_household_delegates_and_representatives_are_counted_against_their_own_number(
    office: ElectionOffice, elected: dict[str, Any], signed_by: str, signed: int, asked_of: int, state: str
) -> None:
    made = _asked(office, elected, signed_by=signed_by, signed=signed, asked_of=asked_of)
    assert (made["state"], made["electors"]) == (state, asked_of)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signed_by": "household"}, "asked_of_missing"),
        ({"asked_of": 60}, "asked_of_known"),
        ({"signed_by": "household", "signed": 61, "asked_of": 60}, "signed_over_asked"),
    ],
)
def test_how_many_were_asked_is_told_where_the_roll_does_not_say_it(
    office: ElectionOffice, elected: dict[str, Any], changes: dict[str, Any], code: str
) -> None:
    refused = _ask(office, elected, **changes)
    assert (refused.status_code, refused.json["fields"][0]["code"]) == (422, code)


def test_one_petition_at_a_time_asks_for_the_recall_of_a_member(
    office: ElectionOffice, elected: dict[str, Any]
) -> None:
    _asked(office, elected)
    again = _ask(office, elected)
    assert (again.status_code, again.json["code"]) == (409, "recall_open")


@pytest.mark.parametrize(("days", "code"), [(-1, "before_call")])
def test_the_vote_is_not_called_for_a_day_that_is_past(
    office: ElectionOffice, elected: dict[str, Any], days: int, code: str
) -> None:
    day = (clock.today() + timedelta(days=days)).isoformat()
    refused = _call(office, _asked(office, elected), day)
    assert [fault["code"] for fault in refused.json["fields"]] == [code]


def test_only_a_member_whom_the_petition_names_answers_it(office: ElectionOffice, elected: dict[str, Any]) -> None:
    refused = _defend(office, _asked(office, elected), member_id=NOBODY)
    assert [fault["code"] for fault in refused.json["fields"]] == ["member_not_named"]


def test_the_bundle_of_a_recall_verifies_and_names_that_of_the_election(
    office: ElectionOffice, elected: dict[str, Any]
) -> None:
    asked = _asked(office, elected)
    _poll(office, asked, {"委员1": 6}, papers=10)
    poll = next(each["id"] for each in office.get("/elections").json["items"] if each["kind"] == "recall")
    assert office.post(f"/elections/{poll}/bundle").json["code"] == "parent_unsealed"
    hand_over_everything(office, elected["id"])
    sealed = office.post(f"/elections/{poll}/bundle")
    assert sealed.status_code == 201, sealed.json
    content = office.client.get(f"/elections/{poll}/bundle.zip").data
    report = check_bundle(content, known_rules=known_rule_set)
    assert [line.code for line in report.wrong] == []
    assert "2×6 > 10" in [line.facts.get("inequality") for line in report.lines]


def test_recalls_stand_in_the_statistics(office: ElectionOffice, elected: dict[str, Any]) -> None:
    _poll(office, _asked(office, elected), {"委员1": 6}, papers=10)
    rows = office.get("/statistics").json["items"]
    figures = next(each["figures"] for each in rows if each["election_id"] == elected["id"])
    assert [figures[name] for name in ("recalls", "recalled_member", "recalled_director")] == [1, 1, 0]
