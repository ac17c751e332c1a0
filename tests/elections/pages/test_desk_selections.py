"""两推一询 at the desk."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from shared import clock
from tests.desk_clerk import DeskClerk
from tests.elections.conftest import EVERYTHING, ElectionOffice


def test_a_selection_is_begun_and_its_stages_recorded_from_the_communitys_page(
    app: Flask, token: Callable[..., str], office: ElectionOffice, community: str
) -> None:
    clerk = DeskClerk(app.test_client(), token, "clerk", EVERYTHING)
    page = clerk.links(clerk.get(f"/desk/areas/{community}"))["两推一询"]
    begun = clerk.do(page, "开始推荐", title="换届推荐", purpose="主任", scheme="liang-tui-yi-xun")
    assert begun.status_code == 303, begun.get_data(as_text=True)
    record = {"held_on": str(clock.today()), "place": "礼堂", "roster": "40", "present": "30", "document": "记录"}
    person = {"tally__0__name": "张三", "tally__0__birth_date": "1970-01-01"}
    for _ in range(2):
        done = clerk.do(page, "登记推荐环节", **record, **person, tally__0__votes="20")
        assert done.status_code == 303, done.get_data(as_text=True)
    done = clerk.do(page, "登记推荐环节", **record, tally__0__agreed="16", tally__0__against="2")
    assert done.status_code == 303, done.get_data(as_text=True)
    shown = clerk.get(page)
    assert "2×16 &gt; 30" in shown
    assert "登记推荐环节" not in shown
    (selection,) = office.get(f"/areas/{community}/selections").json["items"]
    assert [each["name"] for each in selection["outcome"]] == ["张三"]
