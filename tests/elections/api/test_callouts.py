"""Calling out papers: opened, recorded, sent again, corrected, taken over, signed by three persons (Art 19)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.elections.callouts import ROLES, Device, Hall
from tests.elections.conftest import ElectionOffice, account_for_papers, run_jobs, sheet_for


@pytest.fixture
def hall(office: ElectionOffice, closed_election: dict[str, Any]) -> Hall:
    return Hall(office, closed_election["id"])


def test_issued_papers_are_as_the_account_has_them_unless_they_are_given(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    station = office.get(f"/elections/{number}/stations").json["items"][0]["id"]
    unknown = office.post(f"/stations/{station}/callouts", {})
    assert [fault["code"] for fault in unknown.json["fields"]] == ["issued_unknown"]
    account = {"received": 9, "issued": 8, "left_over": 1, "spoiled": 0}
    office.call("PUT", f"/stations/{station}/papers", json=account, headers={"If-Match": '"0"'})
    opened = office.post(f"/stations/{station}/callouts", {}).json
    assert (opened["issued"], opened["account_issued"]) == (8, 8)
    office.post(f"/callouts/{opened['id']}/abandonment", {"reason": "数错了"})
    other = office.post(f"/stations/{station}/callouts", {"issued": 7}).json
    assert (other["issued"], other["account_issued"]) == (7, 8)


def test_called_papers_come_to_a_sheet(hall: Hall) -> None:
    assert hall.opened.status_code == 201, hall.opened.json
    director, other = hall.paper()["director"]["votes"][0], hall.standing[1]["id"]
    hall.call()
    hall.call(director={"votes": [other]}, member={"votes": [], "write_ins": ["赵新民"]})
    answer = hall.call(director={"void": "defaced"})
    assert (answer.json["records"], answer.json["papers"], answer.json["head"]) == (3, 3, hall.device.head)
    figures = answer.json["totals"]["contests"]["director"]
    assert (figures["votes"], figures["void"]) == ({director: 1, other: 1}, 1)
    assert figures["void_grounds"] == {"defaced": 1}
    assert answer.json["totals"]["contests"]["member"]["write_ins"] == [{"name": "赵新民", "votes": 1}]


@pytest.mark.parametrize(
    ("marks", "ground"),
    [({"votes": "both"}, "too_many"), ({"votes": [], "write_ins": ["赵一", "钱二"]}, "too_many"), ({}, "blank")],
)
def test_a_paper_with_too_many_names_or_none_is_void_by_itself(hall: Hall, marks: dict[str, Any], ground: str) -> None:
    both = [each["id"] for each in hall.standing if each["post"] == "director"]
    answer = hall.call(director={**marks, "votes": both} if marks.get("votes") else marks)
    figures = answer.json["totals"]["contests"]["director"]
    assert (figures["void"], figures["void_grounds"], sum(figures["votes"].values())) == (1, {ground: 1}, 0)


def test_what_was_sent_may_be_sent_again_in_any_batches(hall: Hall) -> None:
    records = [hall.device.call(hall.paper()) for _ in range(5)]
    for batch in (records[:2], records[:3], records[1:2], records[::-1], records):
        answer = hall.send(*batch)
        assert answer.status_code == 200, answer.json
    assert (answer.json["records"], answer.json["papers"]) == (5, 5)


def test_a_gap_is_refused_with_the_number_from_which_to_send(hall: Hall) -> None:
    first, second, third = (hall.device.call(hall.paper()) for _ in range(3))
    hall.send(first)
    answer = hall.send(third)
    assert (answer.status_code, answer.json["code"]) == (409, "papers_missing")
    assert "第2号" in answer.json["detail"]
    assert hall.send(second, third).json["records"] == 3


def test_a_correction_replaces_a_paper_and_the_log_keeps_both(hall: Hall) -> None:
    wrong = hall.device.call(hall.paper(director={"void": "torn"}))
    right = hall.device.call(hall.paper(), replaces=wrong["id"])
    answer = hall.send(wrong, right)
    assert (answer.json["records"], answer.json["papers"]) == (2, 1)
    assert answer.json["totals"]["contests"]["director"]["void"] == 0
    log = hall.office.get(f"/callouts/{hall.id}/papers").json["items"]
    assert [(each["id"], each["replaces"]) for each in log] == [(wrong["id"], None), (right["id"], wrong["id"])]
    assert [each["hash"] for each in log] == [wrong["hash"], right["hash"]]


def test_a_paper_can_be_taken_back_once(hall: Hall) -> None:
    wrong = hall.device.call(hall.paper())
    back = hall.device.call({}, replaces=wrong["id"])
    assert hall.send(wrong, back).json["papers"] == 0
    again = hall.send(hall.device.call({}, replaces=wrong["id"]))
    assert [fault["code"] for fault in again.json["fields"]] == ["replaced_unknown"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"previous": "0" * 64}, "chain_broken"),
        ({"hash": "0" * 64}, "chain_broken"),
    ],
)
def test_a_record_that_does_not_follow_on_the_one_before_is_refused(
    hall: Hall, changes: dict[str, str], code: str
) -> None:
    hall.call()
    answer = hall.send(hall.device.call(hall.paper(), **changes))
    assert (answer.status_code, answer.json["code"]) == (409, code)
    assert hall.shown()["records"] == 1


def test_another_record_under_a_number_that_is_taken_is_refused(hall: Hall) -> None:
    """Two devices with one person's sign-in."""
    hall.call()
    answer = hall.send(Device(hall.id).call(hall.paper()))
    assert (answer.status_code, answer.json["code"]) == (409, "paper_differs")


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ({"votes": ["01930a2c-0000-7000-8000-00000000ffff"]}, "candidate_unknown"),
        ({"votes": "first twice"}, "candidate_marked_twice"),
        ({"against": "first"}, "marks_not_on_paper"),
        ({"void": "ugly"}, "void_ground_unknown"),
        ({"write_ins": ["主任1"]}, "write_in_is_candidate"),
        ({"write_ins": ["赵一", "赵 一"]}, "candidate_marked_twice"),
        ({"write_ins": ["\x01"]}, "cell_broken"),
    ],
)
def test_what_cannot_stand_on_the_paper_is_not_recorded(hall: Hall, marks: dict[str, Any], code: str) -> None:
    first = hall.paper()["director"]["votes"][0]
    written = {"first": [first], "first twice": [first, first]}
    marks = {name: written.get(value, value) if isinstance(value, str) else value for name, value in marks.items()}
    answer = hall.call(director=marks)
    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json["fields"]] == [code]
    assert hall.shown()["records"] == 0


def test_a_paper_has_all_its_posts(hall: Hall) -> None:
    contests = hall.paper()
    del contests["member"]
    answer = hall.send(hall.device.call(contests))
    assert [fault["code"] for fault in answer.json["fields"]] == ["post_missing"]


def test_an_id_that_holds_a_time_is_refused(hall: Hall) -> None:
    """It would say in which second a paper was called."""
    answer = hall.send(hall.device.call(hall.paper(), id="01930a2c-0000-7000-8000-00000000ffff"))
    assert [fault["code"] for fault in answer.json["fields"]] == ["paper_id_not_random"]


def test_a_second_recorder_is_refused_until_the_takeover_which_is_kept(hall: Hall) -> None:
    hall.call()
    assert hall.open(subject="second").json["code"] == "callout_exists"
    record = hall.device.call(hall.paper())
    assert hall.send(record, subject="second").json["code"] == "callout_other_recorder"
    taken = hall.office.post(f"/callouts/{hall.id}/takeover", {"reason": "设备没电"}, subject="second")
    assert (taken.status_code, taken.json["recorder"]) == (200, "second")
    assert [(each["taken_from"], each["taken_by"], each["records"]) for each in taken.json["takeovers"]] == [
        ("recorder", "second", 1)
    ]
    assert hall.send(record).json["code"] == "callout_other_recorder"
    assert hall.send(record, subject="second").json["records"] == 2


def test_each_sheet_of_a_station_has_a_callout_of_its_own(hall: Hall) -> None:
    assert hall.open(station=1, subject="second").status_code == 201
    unknown = hall.open(station=1, subject="second", sheet=2)
    assert [fault["code"] for fault in unknown.json["fields"]] == ["sheet_unknown"]
    listed = hall.office.get(f"/elections/{hall.election}/callouts").json["items"]
    assert [each["station"] for each in listed] == ["主会场", "流动票箱"]


def test_the_third_signature_makes_the_recorders_entry_and_freezes_the_log(hall: Hall) -> None:
    for _ in range(4):
        hall.call()
    for role in ROLES:
        assert hall.office.get(f"/stations/{hall.stations[0]}/entries").json["items"] == []
        signed = hall.sign(role, role)
        assert signed.status_code == 200, signed.json
    assert (signed.json["state"], set(signed.json["signed_by"])) == ("signed", {"caller", "recorder", "overseer"})
    typed = hall.office.get(f"/stations/{hall.stations[0]}/entries", subject="recorder").json["items"]
    assert [(each["clerk"], each["sheet"]["recovered"]) for each in typed] == [("recorder", 4)]
    late = hall.call()
    assert (late.status_code, late.json["code"]) == (409, "callout_closed")


def test_the_second_entry_is_typed_from_the_paper_by_another_person(hall: Hall) -> None:
    for _ in range(4):
        hall.call()
    hall.sign_by_three()
    sheet = sheet_for(hall.office, hall.election, issued=5, recovered=4)
    typed = hall.office.post(f"/stations/{hall.stations[0]}/entries", sheet, subject="typist")
    assert typed.json["agreed"] is True


def test_one_person_signs_once_and_the_recorder_signs_for_the_record(hall: Hall) -> None:
    hall.call()
    assert hall.sign("recorder", "caller").json["code"] == "signer_not_recorder"
    assert hall.sign("overseer", "recorder").json["code"] == "recorder_signs_record"
    assert hall.sign("caller", "caller").status_code == 200
    assert hall.sign("overseer", "caller").json["code"] == "signer_doubled"
    assert hall.sign("caller", "other").json["code"] == "role_signed"


def test_who_saw_another_log_cannot_sign(hall: Hall) -> None:
    hall.call()
    assert hall.sign("caller", "caller", records=2).json["code"] == "callout_unsynced"
    assert hall.sign("caller", "caller", head="0" * 64).json["code"] == "callout_unsynced"


def test_a_record_after_a_signature_makes_it_void(hall: Hall) -> None:
    hall.call()
    hall.sign("caller", "caller")
    hall.call()
    assert hall.shown()["signatures"] == []
    assert hall.sign("overseer", "caller").status_code == 200


def test_an_open_callout_keeps_the_count_from_beginning(hall: Hall) -> None:
    missing = hall.office.step(hall.election, "count").json["missing"]
    duty = next(each for each in missing if each["code"] == "callout_unsigned")
    assert ("主会场" in duty["message"], duty["article"]) == (True, "Art 19")
    given_up = hall.office.post(f"/callouts/{hall.id}/abandonment", {"reason": "设备损坏，改为人工计票"})
    assert (given_up.status_code, given_up.json["state"]) == (200, "abandoned")
    missing = hall.office.step(hall.election, "count").json["missing"]
    assert "callout_unsigned" not in [each["code"] for each in missing]
    assert hall.open().status_code == 201


def test_who_signed_a_callout_does_not_certify(hall: Hall) -> None:
    hall.sign_by_three()
    empty = sheet_for(hall.office, hall.election, issued=5, recovered=0)
    hall.office.post(f"/stations/{hall.stations[0]}/entries", empty, subject="typist")
    for person in ("typist", "typist-2"):
        full = sheet_for(hall.office, hall.election, issued=9, recovered=9)
        hall.office.post(f"/stations/{hall.stations[1]}/entries", full, subject=person)
    account_for_papers(hall.office, hall.election)
    counted = hall.office.step(hall.election, "count")
    assert counted.status_code == 200, counted.json
    run_jobs()
    refused = hall.office.step(hall.election, "certify", subject="overseer")
    assert "certifier_signed" in [each["code"] for each in refused.json["missing"]]
    assert hall.office.step(hall.election, "certify", subject="certifier").status_code == 200


def test_nothing_is_called_before_the_poll_is_closed(office: ElectionOffice, election: dict[str, Any]) -> None:
    station = office.get(f"/elections/{election['id']}/stations").json["items"][0]["id"]
    answer = office.post(f"/stations/{station}/callouts", {"issued": 5})
    assert (answer.status_code, answer.json["code"]) == (409, "change_closed")


def test_a_third_clerk_cannot_become_the_recorder(hall: Hall) -> None:
    sheet = sheet_for(hall.office, hall.election, issued=5, recovered=4)
    for person in ("typist-1", "typist-2"):
        hall.office.post(f"/stations/{hall.stations[1]}/entries", sheet, subject=person)
    assert hall.open(station=1, subject="third").json["code"] == "third_clerk"


def test_no_row_of_a_callout_holds_a_time(hall: Hall, app: Flask) -> None:
    from sqlalchemy import DateTime

    from services.elections.store import tables

    for table in (tables.Callout, tables.CalledPaper, tables.CalloutTakeover, tables.CalloutSignature):
        assert not [column.name for column in table.__table__.columns if isinstance(column.type, DateTime)]
