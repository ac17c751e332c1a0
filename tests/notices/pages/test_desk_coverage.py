"""Coverage and doors at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.notices.conftest import SCOPES, published
from tests.notices.residents import resident
from tests.office import Office

SECTION = f"/desk/areas/{COMMUNITY}/informing"


def test_a_volunteer_goes_from_the_target_to_the_doors_and_records_the_visits(
    app: Flask, token: Callable[..., str], office: Office, publisher: Publisher
) -> None:
    scopes = (*SCOPES, "notices:inform", "notices:residents:read")
    volunteer = DeskClerk(app.test_client(), token, "volunteer", scopes)
    notice = published(office)
    people = [resident(name=f"王{number}", building="1号楼", door=f"{number}0{number}") for number in (1, 2, 3)]
    by_day = (clock.today() + timedelta(days=2)).isoformat()
    office.post(f"/notices/{notice['id']}/informing-goal", {"target_share": 60, "by_day": by_day, "channels": ["door"]})
    shown = volunteer.get(SECTION)
    assert "0/3" in shown
    assert "上门告知" in shown
    page = f"/desk/notices/{notice['id']}"
    assert "上门告知名单" in volunteer.get(f"{page}/coverage")
    assert "101" in volunteer.get(f"{page}/doors")
    form = {str(people[0].id): "informed", str(people[1].id): "informed", str(people[2].id): "", "junk": "informed"}
    assert volunteer.post(f"{page}/doors", form).status_code == 303
    after = volunteer.get(f"{page}/doors?recorded=2")
    assert "王3" in after
    assert "王1" not in after
    assert volunteer.client.get(f"{page}/doors.xlsx").status_code == 200
    printed = volunteer.client.get(f"{page}/doors.pdf")
    assert (printed.status_code, printed.mimetype, printed.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert printed.headers["Cache-Control"] == "no-store"
    assert "2/3" in volunteer.get(SECTION)


def test_names_are_for_those_who_may_read_the_register(
    app: Flask, token: Callable[..., str], office: Office, publisher: Publisher
) -> None:
    clerk = DeskClerk(app.test_client(), token, "clerk", SCOPES)
    notice = published(office)
    resident(name="王一")
    for form in ("doors", "doors.pdf", "doors.csv"):
        clerk.get(f"/desk/notices/{notice['id']}/{form}")
        assert clerk.answer.status_code == 403
    assert FOREIGN_DISTRICT not in clerk.get(f"/desk/notices/{notice['id']}/coverage")
