"""Plans by solver at the desk: asked for in a form, followed on a page, published by a button."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Flask

from services.training.store.database import database
from services.training.workflows.schedules import solve_schedule
from shared.jobs.run import carry_out
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.office import Office
from tests.training.api.test_schedules import ENDS, STARTS, School
from tests.training.conftest import SCOPES


def test_a_plan_is_asked_for_followed_and_published(
    app: Flask, token: Callable[..., str], office: Office, elections: Publisher
) -> None:
    school = School(office, elections)
    clerk = DeskClerk(app.test_client(), token, "clerk", SCOPES)
    form = clerk.get(clerk.links(clerk.get("/desk/schedules"))["自动排课"])
    assert "weights." not in form  # what it takes from the API's own values is not asked for
    asked = clerk.do(
        "/desk/schedules", "自动排课", area=COMMUNITY, starts_on=str(STARTS), ends_on=str(ENDS), most_away="2",
        seconds="5", required__0__course_id=school.courses[0],
    )  # fmt: skip
    assert asked.status_code == 303, asked.get_data(as_text=True)
    page = clerk.get(asked.headers["Location"])
    assert "还没有找到方案" in page
    assert "停止排课" in clerk.links(page)
    schedule_id = asked.headers["Location"].partition("?")[0].rpartition("/")[2]
    carry_out(database, UUID(schedule_id), solve_schedule, retry_seconds=60)
    here = f"/desk/schedules/{schedule_id}"
    assert "不可能低于" in clerk.get(here)
    published = clerk.do(here, "发布计划")
    assert published.status_code == 303, published.get_data(as_text=True)
    assert "重新排课" in clerk.links(clerk.get(here))
    assert office.get(f"/schedules/{schedule_id}").json["state"] == "published"
    assert "已发布" in clerk.get("/desk/schedules")
