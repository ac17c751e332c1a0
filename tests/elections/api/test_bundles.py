"""The result bundle of an election that was really run: what lies in it, and that it proves the result by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.elections.cli import verify_result
from services.elections.domain.archive.checking import check_bundle
from services.elections.domain.archive.packing import pack, unpack
from services.elections.store.database import database
from services.elections.store.rule_sets import known_rule_set
from tests.conftest import COMMUNITY
from tests.elections.callouts import Hall
from tests.elections.conftest import (
    ElectionOffice,
    candidates_csv,
    count_and_certify,
    enter_sheets,
    roll_csv,
    sheet_for,
    type_sheets,
)


@pytest.fixture
def certified(certified_election: dict[str, Any]) -> str:
    return certified_election["id"]


def _bundle(office: ElectionOffice, number: str) -> bytes:
    answer = office.get(f"/elections/{number}/bundle")
    assert answer.status_code == 200, answer.json
    assert answer.mimetype == "application/zip"
    return answer.data


def _codes(content: bytes) -> list[str]:
    return [line.code for line in check_bundle(content, known_rules=known_rule_set).wrong]


def test_before_it_is_sealed_there_is_a_preview_that_is_no_proof(office: ElectionOffice, certified: str) -> None:
    preview = _bundle(office, certified)
    assert _codes(preview) == ["unsealed"]
    assert json.loads(unpack(preview)["manifest.json"])["preview"] is True


def test_the_same_papers_are_the_same_bytes(office: ElectionOffice, certified: str) -> None:
    assert _bundle(office, certified) == _bundle(office, certified)


PNG = b"\x89PNG\r\n\x1a\n a scanned sheet"


def _scanned(office: ElectionOffice, number: str) -> str:
    """A counted election with a scan of one sheet; the answer is the scan's hash."""
    (station, *_) = office.get(f"/elections/{number}/stations").json["items"]
    attached = office.upload(f"/stations/{station['id']}/sheets/1/image", PNG, name="scan.png")
    assert attached.status_code == 201, attached.json
    type_sheets(office, number)
    count_and_certify(office, number)
    return str(attached.json["sha256"])


def test_scanned_sheets_lie_in_the_bundle_and_a_swapped_one_is_found(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    sha256 = _scanned(office, closed_election["id"])
    files = unpack(_bundle(office, closed_election["id"]))
    (scan,) = json.loads(files["sheets.json"])["images"]
    assert (scan["sha256"], files[f"images/{scan['file']}"]) == (sha256, PNG)
    swapped = pack({**files, f"images/{scan['file']}": PNG + b"!"})
    assert {"image_swapped", "file_changed"} <= set(_codes(swapped))


def test_scans_that_are_too_large_together_are_there_by_their_hashes(
    office: ElectionOffice, closed_election: dict[str, Any], app: Any
) -> None:
    sha256 = _scanned(office, closed_election["id"])
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], archive_image_bytes=len(PNG) - 1)
    content = _bundle(office, closed_election["id"])
    files = unpack(content)
    (scan,) = json.loads(files["sheets.json"])["images"]
    assert (scan["sha256"], scan["file"]) == (sha256, None)
    assert not [name for name in files if name.startswith("images/")]
    assert _codes(content) == ["unsealed"]


def test_until_the_result_is_certified_there_is_no_bundle(office: ElectionOffice, election: dict[str, Any]) -> None:
    answer = office.get(f"/elections/{election['id']}/bundle")
    assert (answer.status_code, answer.json["code"]) == (409, "result_not_certified")
    assert office.client.get(f"/elections/{election['id']}/bundle.zip").status_code == 404


def test_nobody_is_named_who_was_not_named_in_public(office: ElectionOffice, certified: str) -> None:
    """Candidates by name; no elector, no birth date, no address."""
    papers = b"".join(unpack(_bundle(office, certified)).values()).decode()
    electors = [row.split(",")[0] for row in roll_csv().decode().splitlines()[1:]]
    assert not [name for name in electors if name.startswith("张") and name in papers]
    assert "和平路" not in papers
    births = [row.split(",")[3] for row in candidates_csv().decode().splitlines()[1:]]
    assert not [born for born in births if born in papers]
    assert "主任1" in papers
    assert "typist-1" in papers


def test_a_void_election_is_sealed_and_its_bundle_verified_with_the_published_key(
    office: ElectionOffice, closed_election: dict[str, Any], tmp_path: Path
) -> None:
    """Five of ten voted: 2×5 ≤ 10, so there is nothing to hand over, and the bundle is sealed by whoever certifies."""
    number = closed_election["id"]
    votes = {"director": {"主任1": 5, "主任2": 0}, "vice_director": {"副主任1": 5, "副主任2": 0}}
    enter_sheets(office, number, {**votes, "member": {f"委员{n}": 1 for n in (1, 2, 3, 4)}}, papers=5)
    assert count_and_certify(office, number)["valid"] is False
    sealed = office.post(f"/elections/{number}/bundle")
    assert sealed.status_code == 201, sealed.json
    public = office.client.get(f"/elections/{number}/bundle.zip")
    assert public.data == _bundle(office, number)
    (tmp_path / "bundle.zip").write_bytes(public.data)
    (tmp_path / "key.pem").write_bytes(office.client.get("/archive-key.pem").data)
    options = [str(tmp_path / "bundle.zip"), "--key", str(tmp_path / "key.pem"), "--language", "en"]
    verified = CliRunner().invoke(verify_result, options)
    assert verified.exit_code == 0, verified.output
    assert "2×5 ≤ 10" in verified.output
    assert "The seal is that of the key given" in verified.output


def test_a_term_elections_bundle_is_sealed_with_the_handover(office: ElectionOffice, certified: str) -> None:
    answer = office.post(f"/elections/{certified}/bundle")
    assert (answer.status_code, answer.json["code"]) == (409, "sealed_with_handover")


def test_a_bundle_is_sealed_once_and_the_database_keeps_it(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    votes = {"director": {"主任1": 1, "主任2": 0}, "vice_director": {"副主任1": 1, "副主任2": 0}}
    enter_sheets(office, number, {**votes, "member": {f"委员{n}": 0 for n in (1, 2, 3, 4)}}, papers=1)
    count_and_certify(office, number)
    assert office.post(f"/elections/{number}/bundle").status_code == 201
    assert office.post(f"/elections/{number}/bundle").json["code"] == "bundle_sealed"
    for statement in ("UPDATE bundles SET area = :area", "DELETE FROM bundles WHERE area = :area"):
        with pytest.raises(DBAPIError, match="a sealed bundle is not changed"), database.engine.begin() as own:
            own.execute(text(statement), {"area": COMMUNITY})


def test_without_a_key_nothing_is_sealed(office: ElectionOffice, closed_election: dict[str, Any], app: Any) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], archive_key=None)
    answer = office.post(f"/elections/{closed_election['id']}/bundle")
    assert (answer.status_code, answer.json["code"]) == (503, "archive_key_missing")


def test_a_bundle_that_does_not_verify_is_not_sealed(office: ElectionOffice, closed_election: dict[str, Any]) -> None:
    """Somebody changed a stored verdict behind the program's back."""
    number = closed_election["id"]
    votes = {"director": {"主任1": 1, "主任2": 0}, "vice_director": {"副主任1": 1, "副主任2": 0}}
    enter_sheets(office, number, {**votes, "member": {f"委员{n}": 0 for n in (1, 2, 3, 4)}}, papers=1)
    count_and_certify(office, number)
    with database.engine.begin() as connection:
        connection.execute(text("""UPDATE results SET verdict = jsonb_set(verdict, '{voted}', '9')"""))
    answer = office.post(f"/elections/{number}/bundle")
    assert (answer.status_code, answer.json["code"]) == (409, "bundle_unverifiable")
    assert [each["code"] for each in answer.json["missing"]] == ["verdict_differs"]


def test_call_outs_papers_and_their_decisions_lie_in_the_bundle_with_their_audit_lines(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    hall = Hall(office, number)
    doubtful = {"papers": 1, "ground": "blank", "decision": "counts", "decided_by": ["选委甲", "选委乙"]}
    assert office.post(f"/stations/{hall.stations[1]}/doubtful-papers", doubtful).status_code == 201
    for _ in range(5):
        hall.call()
    assert hall.sign_by_three().json["state"] == "signed"
    for station, people, papers in ((0, ["typist-1"], 5), (1, ["typist-1", "typist-2"], 1)):
        sheet = sheet_for(office, number, issued=papers, recovered=papers)
        for person in people:
            typed = office.post(f"/stations/{hall.stations[station]}/entries", sheet, subject=person)
            assert typed.status_code == 201, typed.json
    count_and_certify(office, number)
    content = _bundle(office, number)
    report = check_bundle(content, known_rules=known_rule_set)
    assert [line.code for line in report.wrong] == ["unsealed"]
    assert {"callouts", "papers", "doubtful"} <= {line.code for line in report.lines}
    audit = json.loads(unpack(content)["audit.json"])
    assert {"add_staff", "sign_callout", "record_papers", "decide_doubtful"} <= {line["action"] for line in audit}
    assert "选委" not in unpack(content)["papers.json"].decode()
