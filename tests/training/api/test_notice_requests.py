"""Notices about a session that an office asks the notices service for."""

from __future__ import annotations

import pytest

from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import schedule

WANTED = {"kind": "activity", "title": "开放日", "body": "欢迎居民参加。"}


@pytest.mark.usefixtures("elections")
def test_an_office_asks_for_a_notice_about_a_session(office: Office, elections: Publisher) -> None:
    held = schedule(office)
    answer = office.post(f"/sessions/{held['id']}/notice-requests", WANTED)
    assert answer.status_code == 202
    asked = elections.told()[-1]
    assert (asked["type"], asked["subject"]) == ("training.notice_requested.v1", f"sessions/{held['id']}")
    assert (asked["data"]["title"], asked["data"]["requested_by"]) == ("开放日", "clerk")


def test_only_who_may_write_within_reach_asks(office: Office, elections: Publisher) -> None:
    assert_guarded(office, [("POST", f"/sessions/{NOBODY}/notice-requests", WANTED)])
    held = schedule(office)
    assert_hidden_from_others(office, [("POST", f"/sessions/{held['id']}/notice-requests", WANTED)])
