"""The sign-in list at the desk: found by name, given out with one more tap."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.desk_clerk import DeskClerk
from tests.elections.api.test_paper_register import electors_of, make, open_poll, stations_of
from tests.elections.api.test_proxies import appoint, publish
from tests.elections.conftest import EVERYTHING, ElectionOffice


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "clerk", EVERYTHING)


def _give(clerk: DeskClerk, page: str, place: int) -> str:
    """Presses the button of one of the papers found; the answer is the page that follows."""
    form = re.findall(r"<form method=\"post\" action=\"/desk/do.*?</form>", clerk.get(page), re.DOTALL)[place]
    values = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    answer = clerk.post("/desk/do/register.give", values)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return clerk.get(answer.headers["Location"])


def test_an_agent_receives_both_papers_with_a_tap_each(
    office: ElectionOffice, community: str, clerk: DeskClerk
) -> None:
    number = make(office)
    away, agent = electors_of(office, number)[:2]
    appoint(office, number, away, agent)
    publish(office, number)
    open_poll(office, number)
    page = clerk.links(clerk.get(f"/desk/elections/{number}/register"))["发给选票"]
    assert page.endswith(stations_of(office, number)[-1])
    assert "已办理" in _give(clerk, f"{page}?name=张丁", 0)
    assert "由受托人张丁领取" in clerk.get(f"{page}?name=张丁")
    _give(clerk, f"{page}?name=张丁", 0)
    shown = clerk.get(f"{page}?name=张丁")
    assert shown.count("已在二号站领取") == 2
    assert "/desk/do/register.give" not in shown


def test_where_no_register_is_kept_the_desk_does_not_speak_of_it(
    office: ElectionOffice, community: str, clerk: DeskClerk
) -> None:
    number = make(office, kept=False)
    assert "领取选票登记" not in clerk.get(f"/desk/elections/{number}")


def test_who_may_not_read_the_roll_searches_no_names(
    app: Flask, token: Callable[..., str], office: ElectionOffice, community: str
) -> None:
    number = make(office)
    observer = DeskClerk(app.test_client(), token, "observer", ("elections:read",))
    observer.get(f"/desk/elections/{number}/register/{stations_of(office, number)[0]}?name=张一")
    assert observer.answer.status_code == 403
