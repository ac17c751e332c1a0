"""The community's mark: handed in by anybody, one vote for each resident, the result in public."""

from __future__ import annotations

import io
from typing import Any

import pytest

from services.notices.domain.marks import recognise
from shared.errors import TooLarge
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.notices.files import PNG
from tests.notices.surveys import residents
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

PAGE = f"/boards/{COMMUNITY}/mark"
ANSWERING = ("notices:answer", "notices:read")


def contest(office: Office) -> dict[str, Any]:
    body = {"area": COMMUNITY, "title": "征集社区标志", "title_en": "A mark", "body": "画出**我们**的社区"}
    return office.post("/mark-contests", body, subject="author").json


def take(office: Office, made: dict[str, Any], step: str, subject: str = "approver") -> Any:
    return office.post(f"/mark-contests/{made['id']}/steps", {"step": step}, subject=subject)


def hand_in(office: Office, made: dict[str, Any], title: str, content: bytes = PNG) -> int:
    data = {"title": title, "image": (io.BytesIO(content), "a.svg")}
    return office.client.post(f"/marks/{made['id']}", data=data).status_code


def designs(office: Office) -> dict[str, str]:
    return {each["title"]: each["id"] for each in office.get("/mark-designs").json["items"]}


def moderate(office: Office, design: str, **body: Any) -> Any:
    return office.post(f"/mark-designs/{design}/moderation", {"shown": True, **body}, scopes=ANSWERING)


def vote(office: Office, design: str, key: str | None) -> int:
    office.client.delete_cookie("resident_key")
    if key:
        office.client.set_cookie("resident_key", key)
    return office.client.post(f"/marks/designs/{design}/vote").status_code


def voting(office: Office) -> tuple[dict[str, Any], dict[str, str]]:
    made = contest(office)
    take(office, made, "collect")
    for title in ("江豚", "榕树"):
        assert hand_in(office, made, title) == 303
    there = designs(office)
    for each in there.values():
        moderate(office, each)
    assert take(office, made, "vote").status_code == 200
    return made, there


def test_every_route_asks_for_token_scope_and_area(office: Office) -> None:
    made, there = voting(office)
    own = [
        ("GET", f"/mark-contests/{made['id']}", None),
        ("POST", f"/mark-contests/{made['id']}/steps", {"step": "decide"}),
        ("POST", f"/mark-designs/{there['江豚']}/moderation", {"shown": True}),
    ]
    lists = [("GET", "/mark-contests", None), ("GET", "/mark-designs", None), ("POST", "/mark-contests", {})]
    for method, path, body in [*own, *lists]:
        assert office.client.open("/api/v1" + path, method=method, json=body).status_code == 401
        assert office.call(method, path, json=body, scopes=("training:read",)).status_code == 403
    scopes = ("notices:read", "notices:approve", "notices:answer")
    for method, path, body in own:
        assert office.call(method, path, json=body, scopes=scopes, area=FOREIGN_DISTRICT).status_code == 404


def test_a_contest_is_begun_by_another_and_a_design_seen_when_somebody_has_read_it(office: Office) -> None:
    made = contest(office)
    assert "现在没有标志评选" in office.client.get(PAGE).get_data(as_text=True)
    assert take(office, made, "collect", subject="author").json["missing"][0]["code"] == "second_person_missing"
    take(office, made, "collect")
    hand_in(office, made, "江豚")
    design = designs(office)["江豚"]
    assert "江豚" not in office.client.get(PAGE).get_data(as_text=True)
    assert office.client.get(f"/marks/designs/{design}/image").status_code == 404
    assert take(office, made, "vote").json["missing"][0]["code"] == "designs_missing"
    assert moderate(office, design, shown=False).status_code == 422
    moderate(office, design)
    assert "江豚" in office.client.get(PAGE).get_data(as_text=True)
    shown = office.client.get(f"/marks/designs/{design}/image")
    assert (shown.mimetype, shown.data) == ("image/png", PNG)


def test_a_picture_is_known_by_its_content(office: Office) -> None:
    made = contest(office)
    take(office, made, "collect")
    assert hand_in(office, made, "脚本", b"<svg onload=alert(1)>") == 422
    assert office.client.post(f"/marks/{made['id']}", data={"title": "没有图"}).status_code == 422
    with pytest.raises(TooLarge):
        recognise(PNG + b"0" * (2 << 20))
    assert designs(office) == {}


def test_each_resident_votes_once_and_the_most_votes_win(office: Office) -> None:
    made, there = voting(office)
    one, two, three = residents(3)
    (stranger,) = residents(1, area=OTHER_COMMUNITY)
    assert [vote(office, there["江豚"], key) for key in (None, stranger.key)] == [403, 403]
    assert take(office, made, "decide").json["code"] == "mark_tied"
    assert [vote(office, there["江豚"], one.key), vote(office, there["榕树"], one.key)] == [303, 409]
    vote(office, there["榕树"], two.key)
    assert take(office, made, "decide").json["code"] == "mark_tied"
    vote(office, there["榕树"], three.key)
    assert "2票" not in office.client.get(PAGE).get_data(as_text=True)  # not while it goes on
    assert take(office, made, "decide").json["winner_id"] == there["榕树"]
    page = office.client.get(PAGE).get_data(as_text=True)
    assert page.index("2票") < page.index("1票")
    assert "选定为社区标志" in page
    assert vote(office, there["江豚"], three.key) == 409
    assert moderate(office, there["江豚"]).status_code == 409
