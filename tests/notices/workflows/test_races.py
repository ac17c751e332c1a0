"""What several people, or one with a double click, do at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.notices.domain.suggestions.words import SuggestionKind, Topic, Way
from services.notices.store.database import reading
from services.notices.store.tables import SignUp
from services.notices.workflows.activities.signing_up import PUBLIC, Person, sign_up, withdraw
from services.notices.workflows.suggestions.receiving import Letter, receive
from shared.errors import Conflict
from tests.conftest import COMMUNITY
from tests.notices.activities import planned
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")


def _states() -> list[str]:
    with reading() as session:
        return sorted(session.scalars(select(SignUp.state)))


def test_the_last_places_are_given_once_each(office: Office) -> None:
    activity = UUID(planned(office, capacity=3)["id"])
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: sign_up(PUBLIC, activity, Person(name=f"居民{n}")), range(8)))
    assert _states() == ["place"] * 3 + ["waiting"] * 5


def test_one_person_who_signs_up_many_times_at_once_has_one_place(office: Office) -> None:
    activity = UUID(planned(office)["id"])

    def again(_: int) -> bool:
        try:
            return bool(sign_up(PUBLIC, activity, Person(name="王芳")))
        except Conflict:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(again, range(6))) == 1


def test_as_many_move_up_as_withdraw_at_once(office: Office) -> None:
    activity = UUID(planned(office, capacity=3)["id"])
    signed = [sign_up(PUBLIC, activity, Person(name=f"居民{n}")) for n in range(7)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda each: withdraw(each.code), signed[:3]))
    assert _states() == ["place"] * 3 + ["waiting"] + ["withdrawn"] * 3


def test_a_double_click_is_one_suggestion_with_one_receipt(office: Office) -> None:
    letter = Letter(COMMUNITY, SuggestionKind.QUESTION, Topic.OTHER, Way.WEB, "路灯？", once=uuid4())
    with ThreadPoolExecutor(4) as pool:
        codes = set(pool.map(lambda _: receive(PUBLIC, letter).code, range(4)))
    assert len(codes) == 1
