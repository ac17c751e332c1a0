"""Boards, hangings and their proof over the API."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from services.notices.cli import display_proof
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import DisplayPhoto, HangingEntry
from services.notices.workflows.disclosures import open_disclosures
from services.notices.workflows.display import Photo, add_photo, hang, remove
from shared import clock
from shared.auth.actor import Actor
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.clock import at
from tests.notices.conftest import draft, published, step
from tests.notices.files import JPEG, SECRETS, picture, told_jpeg
from tests.office import Office

INFORM = ("notices:inform",)
BOARD = {"area": COMMUNITY, "place": "3号楼门口", "visibility": "prominent"}
VOLUNTEER = Actor("volunteer", DISTRICT, frozenset(INFORM))


@pytest.fixture
def board(office: Office, publisher: Publisher) -> dict[str, Any]:
    answer = office.post("/display-boards", BOARD, scopes=INFORM)
    assert answer.status_code == 201, answer.json
    return answer.json


def sent(office: Office, path: str, content: bytes = JPEG, **form: Any) -> Any:
    data = {"file": (io.BytesIO(content), "p.jpg"), **form}
    return office.call("POST", path, data=data, scopes=INFORM)


def hung(office: Office, board: dict[str, Any], notice: dict[str, Any]) -> Any:
    return sent(office, f"/display-boards/{board['id']}/hangings", notice_id=notice["id"])


def proof(office: Office, notice: dict[str, Any]) -> dict[str, Any]:
    return office.client.get(f"/api/v1/notices/{notice['id']}/display-proof").json


def test_every_route_asks_for_token_scope_and_area(office: Office, board: dict[str, Any]) -> None:
    one = f"/display-boards/{board['id']}"
    hanging = hung(office, board, published(office)).json["id"]
    assert_guarded(
        office,
        [
            ("POST", "/display-boards", BOARD),
            ("GET", "/display-boards", None),
            ("POST", f"{one}/photo", None),
            ("POST", f"{one}/retirement", None),
            ("POST", f"{one}/hangings", None),
            ("GET", "/hangings", None),
            ("POST", f"/hangings/{hanging}/photos", None),
            ("POST", f"/hangings/{hanging}/removal", None),
            ("GET", f"/display-comparison?area={COMMUNITY}", None),
        ],
    )
    hidden = [("POST", f"{one}/retirement", None), ("GET", f"/display-comparison?area={COMMUNITY}", None)]
    assert_hidden_from_others(office, [("POST", "/display-boards", BOARD), *hidden])
    for path in (f"{one}/hangings", f"/hangings/{hanging}/photos", f"/hangings/{hanging}/removal", f"{one}/photo"):
        data = {"file": (io.BytesIO(JPEG), "p.jpg"), "notice_id": NOBODY} if path.endswith("hangings") else {
            "file": (io.BytesIO(JPEG), "p.jpg")
        }  # fmt: skip
        assert office.call("POST", path, data=data, scopes=INFORM, area=FOREIGN_DISTRICT).status_code == 404, path
    assert office.get("/hangings", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.get("/display-boards", area=FOREIGN_DISTRICT).json["items"] == []


def test_a_notice_is_hung_with_a_photo_once_on_a_board(office: Office, board: dict[str, Any]) -> None:
    notice = published(office)
    made = hung(office, board, notice)
    assert (made.status_code, made.json["photos"], made.json["proof"]) == (201, 1, "running")
    assert made.json["place"] == BOARD["place"]
    assert hung(office, board, notice).json["code"] == "hangs_already"
    more = sent(office, f"/hangings/{made.json['id']}/photos")
    assert more.json["photos"] == 2
    assert more.json["head"] != made.json["head"]


def test_only_what_is_published_for_the_community_may_hang(office: Office, board: dict[str, Any]) -> None:
    for wrong in (draft(office), published(office, area=OTHER_COMMUNITY)):
        assert hung(office, board, wrong).json["code"] == "notice_not_for_board"
    assert hung(office, board, published(office, area=DISTRICT)).status_code == 201
    office.post(f"/display-boards/{board['id']}/retirement", scopes=INFORM)
    assert hung(office, board, published(office)).json["code"] == "board_retired"


@pytest.mark.parametrize(
    ("content", "status"), [(b"%PDF-1.4 %%EOF", 415), (b"GIF89a", 415), (b"", 415), (JPEG[:40], 415)]
)
def test_what_is_no_photo_is_refused_by_its_content(
    office: Office, board: dict[str, Any], content: bytes, status: int
) -> None:
    answer = sent(office, f"/display-boards/{board['id']}/photo", content)
    assert answer.status_code == status, answer.json


def test_a_photo_from_the_future_or_long_ago_is_refused(office: Office, board: dict[str, Any]) -> None:
    notice = published(office)
    for wrong in (timedelta(hours=1), timedelta(days=-4)):
        taken = (clock.now() + wrong).isoformat()
        path = f"/display-boards/{board['id']}/hangings"
        answer = sent(office, path, notice_id=notice["id"], taken_at=taken)
        assert (answer.status_code, answer.json["fields"][0]["code"]) == (422, "clock_wrong")
    assert office.get("/hangings").json["items"] == []


def fifteen_days(board: dict[str, Any], notice: dict[str, Any]) -> None:
    """Hung, looked at every five days, taken off: all before now."""
    began = clock.now() - timedelta(days=15)
    with at(began):
        made = hang(VOLUNTEER, UUID(board["id"]), UUID(notice["id"]), Photo(JPEG))
    for days in (5, 10):
        with at(began + timedelta(days=days)):
            add_photo(VOLUNTEER, made.id, Photo(picture(days)))
    remove(VOLUNTEER, made.id, Photo(JPEG))


def test_fifteen_days_of_photos_are_a_public_proof_that_is_checked_without_a_server(
    office: Office, board: dict[str, Any], tmp_path: Path
) -> None:
    notice = published(office)
    fifteen_days(board, notice)
    found = proof(office, notice)
    (hanging,) = found["hangings"]
    assert (hanging["state"], hanging["days"], len(hanging["entries"])) == ("complete", 15, 4)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    assert CliRunner().invoke(display_proof, [str(file)]).exit_code == 0
    hanging["entries"][1]["by"] = "somebody else"
    file.write_text(json.dumps(found), encoding="utf-8")
    checked = CliRunner().invoke(display_proof, [str(file)])
    assert (checked.exit_code, "第2条" in checked.output) == (1, True)


def test_a_photo_or_time_that_is_altered_in_the_database_shows_where(office: Office, board: dict[str, Any]) -> None:
    notice = published(office)
    fifteen_days(board, notice)
    third = [each["sha256"] for each in proof(office, notice)["hangings"][0]["entries"]][2]
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.execute(update(DisplayPhoto).where(DisplayPhoto.sha256 == third).values(content=b"other"))
    (hanging,) = proof(office, notice)["hangings"]
    assert (hanging["state"], hanging["findings"]) == ("broken", [{"fault": "photo_altered", "number": 3}])
    with unit_of_work(Actor.system("notices")) as uow:
        moved = update(HangingEntry).where(HangingEntry.number == 2)
        uow.session.execute(moved.values(taken_at=HangingEntry.taken_at + timedelta(days=1)))
    assert {"fault": "link_broken", "number": 2} in proof(office, notice)["hangings"][0]["findings"]


def test_a_draft_has_no_public_proof_and_a_photo_is_public(office: Office, board: dict[str, Any]) -> None:
    assert office.client.get(f"/api/v1/notices/{draft(office)['id']}/display-proof").status_code == 404
    shown = sent(office, f"/display-boards/{board['id']}/photo").json
    photo = office.client.get(f"/api/v1/display-photos/{shown['photo_id']}")
    assert (photo.mimetype, photo.get_data()) == ("image/jpeg", JPEG)
    assert office.client.get(f"/api/v1/display-photos/{NOBODY}").status_code == 404


def test_a_photo_does_not_tell_where_it_was_taken_and_its_chain_holds_for_what_is_shown(
    office: Office, board: dict[str, Any], tmp_path: Path
) -> None:
    notice = published(office)
    hang(VOLUNTEER, UUID(board["id"]), UUID(notice["id"]), Photo(told_jpeg(6)))
    found = proof(office, notice)
    (entry,) = found["hangings"][0]["entries"]
    with reading() as session:
        kept = session.scalar(select(DisplayPhoto.id).where(DisplayPhoto.sha256 == entry["sha256"]))
    shown = office.client.get(f"/api/v1/display-photos/{kept}").get_data()
    assert not any(secret in shown for secret in SECRETS)
    (tmp_path / "proof.json").write_text(json.dumps(found), encoding="utf-8")
    (tmp_path / "photos").mkdir()
    photo = tmp_path / "photos" / entry["sha256"]
    for content, exit_code in ((shown, 0), (told_jpeg(6), 1)):
        photo.write_bytes(content)
        checked = CliRunner().invoke(display_proof, [str(tmp_path / "proof.json"), "--photos", str(photo.parent)])
        assert checked.exit_code == exit_code


def test_what_is_due_and_does_not_hang_is_missing(office: Office, board: dict[str, Any]) -> None:
    first, second = published(office), published(office, title="二季度收支")
    hung(office, board, second)
    found = office.get("/display-comparison", query_string={"area": COMMUNITY}).json
    assert found["boards"] == 1
    assert [(each["notice"], each["match"]) for each in found["items"]] == [
        (first["id"], "missing"),
        (second["id"], "in_time"),
    ]


def test_a_disclosure_that_hangs_is_hanging(office: Office, board: dict[str, Any]) -> None:
    open_disclosures()
    query = {"area": COMMUNITY, "matter": "working_funds"}
    duty = office.get("/disclosure-duties", query_string=query).json["items"][0]
    notice = draft(office)
    office.post(f"/disclosure-duties/{duty['id']}/notice", {"notice_id": notice["id"]})
    step(office, notice, "approve")
    step(office, notice, "publish")
    hung(office, board, notice)
    assert office.get(f"/disclosure-duties/{duty['id']}").json["state"] == "hanging"
    filtered = office.get("/disclosure-duties", query_string={"area": COMMUNITY, "state": "hanging"}).json["items"]
    assert [each["id"] for each in filtered] == [duty["id"]]
