"""Who left a contact is told of an answer, a place, a change; who left none, or one nobody serves, sees the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from services.notices.store.database import reading
from services.notices.store.tables import PersonalMessage
from services.notices.workflows.carriers import Arranged, carriers
from tests.events import Publisher
from tests.notices.activities import STAFF, planned, signed_up
from tests.notices.asking import answered, asked
from tests.notices.delivery.post import Post
from tests.office import Office


@pytest.fixture
def _post(app: Flask) -> Iterator[None]:
    before = [*carriers.by_name.values()]
    carriers.arrange([Arranged(provider) for provider in Post().providers.values()])
    yield
    carriers.arrange(before)


@pytest.fixture(autouse=True)
def _areas(publisher: Publisher) -> None:
    """The communities are registered."""


def _told() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.scalars(select(PersonalMessage).order_by(PersonalMessage.id)).all()
    return [(row.address, row.title) for row in rows]


@pytest.mark.usefixtures("_post")
def test_an_asker_is_told_of_the_answer_in_their_language(office: Office) -> None:
    answered(office, asked(office, contact="wang@example.com"))
    office.client.set_cookie("language", "en")
    answered(office, asked(office, contact="li@example.com"))
    office.client.delete_cookie("language")
    answered(office, asked(office))
    assert _told() == [
        ("wang@example.com", "您的来信有答复了"),
        ("li@example.com", "Your letter was answered"),
    ]


@pytest.mark.usefixtures("_post")
def test_who_signed_up_is_told_when_they_move_up_and_when_it_is_moved_or_cancelled(office: Office) -> None:
    activity = planned(office, capacity=1)
    first = signed_up(office, activity, "王芳", contact="wang@example.com")
    signed_up(office, activity, "张伟", contact="zhang@example.com")
    office.client.post(f"/sign-ups/{first}/withdrawal")
    assert _told() == [("zhang@example.com", "候补成功：元宵灯会")]
    office.patch(f"/activities/{activity['id']}", {"venue": "文化站"}, version=1, scopes=STAFF)
    office.post(f"/activities/{activity['id']}/cancellation", {"reason": "下雨"}, scopes=STAFF)
    assert _told()[1:] == [("zhang@example.com", "活动有变动：元宵灯会"), ("zhang@example.com", "活动取消：元宵灯会")]


def test_an_answer_is_given_where_no_provider_serves_the_contact(office: Office) -> None:
    assert answered(office, asked(office, contact="wang@example.com")).status_code == 200
    assert _told() == []
