"""A resident's own page: no login, no script, no cookie; what its owner does there, and what strangers cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import DeliveryState
from services.notices.providers.arranged import Arranged
from services.notices.providers.provider import Message, Outcome, Verdict
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Contact, ContactConfirmation, Delivery, PersonalMessage, Resident
from services.notices.workflows.carriers import carriers
from shared.ids import new_id
from tests.events import Publisher
from tests.notices.conftest import published
from tests.notices.residents import SYSTEM, resident
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher", "_providers")
NOBODYS = "0" * 64


class Carrying:
    """A provider that takes everything."""

    keeps_keys, receipts, batch = True, False, 50

    def __init__(self, channel: Channel) -> None:
        self.name, self.channel = channel.value, channel

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return [Outcome(Verdict.ACCEPTED)] * len(messages)


@pytest.fixture
def _providers(app: Flask) -> Iterator[None]:
    before = list(carriers.by_name.values())
    carriers.arrange([Arranged(Carrying(channel)) for channel in (Channel.EMAIL, Channel.SMS)])
    yield
    carriers.arrange(before)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def _contact(row: Resident, channel: Channel = Channel.EMAIL) -> Contact | None:
    with reading() as session:
        return session.get(Contact, (row.id, channel.value))


def _message() -> PersonalMessage:
    with reading() as session:
        return session.scalars(select(PersonalMessage)).one()


def _code(message: PersonalMessage) -> str:
    found = re.search(r"[0-9]{6}", message.text)
    assert found
    return found[0]


def _deliver(row: Resident, notice_id: str) -> int:
    with unit_of_work(SYSTEM) as uow:
        delivery = Delivery(
            campaign_id=new_id(), notice_id=notice_id, resident_id=row.id, edition=1, channel=Channel.INBOX,
            state=DeliveryState.SENT,
        )  # fmt: skip
        uow.session.add(delivery)
        uow.session.flush()
        return delivery.id


def _state(delivery: int) -> str:
    with reading() as session:
        return session.get_one(Delivery, delivery).state


def test_the_page_is_private(client: FlaskClient) -> None:
    answer = client.get(f"/r/{resident(name='张三').key}")
    assert answer.status_code == 200
    assert "张三，您好" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_page_is_in_english_for_who_reads_that(client: FlaskClient) -> None:
    page = client.get(f"/r/{resident().key}?lang=en").text
    assert 'lang="en"' in page
    assert "Notices for me" in page


def test_a_new_address_is_used_only_when_its_code_comes_back(client: FlaskClient) -> None:
    row = resident(contacts={Channel.EMAIL: "old@example.com"})
    path = f"/r/{row.key}/contacts/email"
    assert client.post(path, data={"address": "New@Example.com"}).status_code == 303
    message = _message()
    assert (message.channel, message.address) == ("email", "New@example.com")
    assert row.key not in message.text + message.page  # the address may be a stranger's
    assert _contact(row).address == "old@example.com"
    assert "N***@example.com" in client.get(f"/r/{row.key}").text
    assert client.post(f"{path}/code", data={"code": f" {_code(message)[:3]} {_code(message)[3:]}"}).status_code == 303
    now = _contact(row)
    assert (now.address, now.state, now.kept_by) == ("New@example.com", "confirmed", "resident")
    assert now.consent_at is not None


def test_a_forged_host_does_not_get_into_the_message(client: FlaskClient) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    path = f"/r/{resident().key}/contacts/email"
    assert client.post(path, data={"address": "new@example.com"}, headers=forged).status_code == 303
    assert _message().page.startswith("http://127.0.0.1:8003/confirm/")
    assert "evil.example" not in _message().text


def test_a_link_confirms_after_a_question_and_shows_nothing_of_the_resident(client: FlaskClient) -> None:
    row = resident(name="欧阳三")
    client.post(f"/r/{row.key}/contacts/sms", data={"address": "138 0013 8000"})
    link = _message().page
    question = client.get(link)
    assert (question.status_code, _contact(row, Channel.SMS)) == (200, None)
    confirmed = client.post(link)
    assert confirmed.status_code == 200
    assert _contact(row, Channel.SMS).address == "+8613800138000"
    assert "欧阳" not in question.text + confirmed.text
    assert row.key not in question.text + confirmed.text
    assert client.post(link).status_code == 404


def test_a_code_is_tried_five_times_at_most(client: FlaskClient) -> None:
    row = resident()
    path = f"/r/{row.key}/contacts/email"
    client.post(path, data={"address": "new@example.com"})
    right = _code(_message())
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    answers = [client.post(f"{path}/code", data={"code": wrong}) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {422}
    assert "验证码不正确" in answers[0].text
    late = client.post(f"{path}/code", data={"code": right})
    assert (late.status_code, _contact(row)) == (422, None)
    assert "验证码已失效" in late.text


def test_a_code_is_over_after_a_day(client: FlaskClient) -> None:
    row = resident()
    path = f"/r/{row.key}/contacts/email"
    client.post(path, data={"address": "new@example.com"})
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(ContactConfirmation).values(expires_at=row.created_at))
    assert client.post(f"{path}/code", data={"code": _code(_message())}).status_code == 422
    assert client.post(_message().page).status_code == 404


def test_codes_are_kept_as_hashes_only(client: FlaskClient) -> None:
    row = resident()
    client.post(f"/r/{row.key}/contacts/email", data={"address": "new@example.com"})
    with reading() as session:
        kept = session.scalars(select(ContactConfirmation)).one()
    assert _code(_message()) not in f"{kept.code_hash} {kept.token_hash} {kept.address}"


@pytest.mark.parametrize("typed", ["", "nobody", "a@b@c", "a@example.com\r\nBcc: all@example.com", "<script>@x.cn"])
def test_a_wrong_address_is_told_beside_its_field_and_nothing_is_sent(client: FlaskClient, typed: str) -> None:
    row = resident()
    answer = client.post(f"/r/{row.key}/contacts/email", data={"address": typed})
    assert answer.status_code == 422
    assert 'id="fault-email"' in answer.text
    assert "<script>@" not in answer.text
    with reading() as session:
        assert session.scalars(select(PersonalMessage)).all() == []


def test_a_channel_without_a_provider_is_not_offered_and_refused(client: FlaskClient) -> None:
    row = resident()
    assert "即时消息" not in client.get(f"/r/{row.key}").text
    answer = client.post(f"/r/{row.key}/contacts/messaging", data={"address": "wx_zhang"})
    assert answer.status_code == 422


def test_messages_to_new_addresses_are_limited(client: FlaskClient) -> None:
    path = f"/r/{resident().key}/contacts/email"
    answers = [client.post(path, data={"address": f"n{n}@example.com"}).status_code for n in range(8)]
    assert answers[:6] == [303] * 6
    assert answers[6:] == [429] * 2


def test_leaving_takes_a_question_and_one_click(client: FlaskClient) -> None:
    row = resident(contacts={Channel.EMAIL: "z@example.com"})
    path = f"/r/{row.key}/leave/email"
    assert "确定退订" in client.get(path).text
    assert _contact(row).state == "confirmed"
    assert client.post(path).status_code == 200
    left = _contact(row)
    assert (left.state, left.kept_by, left.consent_at) == ("left", "resident", None)


def test_a_mail_program_unsubscribes_by_itself_without_cookie_and_from_any_site(client: FlaskClient) -> None:
    """RFC 8058."""
    row = resident(contacts={Channel.EMAIL: "z@example.com"})
    answer = client.post(
        f"/r/{row.key}/leave/email",
        data={"List-Unsubscribe": "One-Click"},
        headers={"Origin": "https://mail.example.net", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 200
    assert _contact(row).state == "left"


def test_who_moved_away_can_still_leave(client: FlaskClient) -> None:
    row = resident(contacts={Channel.EMAIL: "z@example.com"})
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(Resident).values(moved_away_on=row.created_at.date()))
    assert client.post(f"/r/{row.key}/leave/email").status_code == 200
    assert client.get(f"/r/{row.key}").status_code == 404


def test_who_left_comes_back_by_their_own_hand(client: FlaskClient) -> None:
    row = resident(contacts={Channel.EMAIL: "z@example.com"})
    client.post(f"/r/{row.key}/leave/email")
    assert client.post(f"/r/{row.key}/contacts/email/return").status_code == 303
    assert _contact(row).state == "confirmed"
    assert client.post(f"/r/{row.key}/contacts/email/return").status_code == 422


def test_interests_language_and_time_are_the_residents_choice(client: FlaskClient) -> None:
    row = resident(interests=["jobs"])
    data = {"interests": ["health", "sports", "nonsense"], "best_time": "evening", "language": "en"}
    assert client.post(f"/r/{row.key}/choices", data=data).status_code == 303
    with reading() as session:
        chosen = session.get_one(Resident, row.id)
    assert (chosen.interests, chosen.best_time, chosen.language) == (["health", "sports"], "evening", "en")
    assert chosen.chose_at is not None


def test_opening_a_notice_is_noted_and_knowing_of_it_too(client: FlaskClient, office: Office) -> None:
    row, notice = resident(), published(office, title="停水通知")
    delivery = _deliver(row, notice["id"])
    assert "停水通知" in client.get(f"/r/{row.key}").text
    assert _state(delivery) == "sent"
    opened = client.get(f"/r/{row.key}/notices/{delivery}")
    assert (opened.status_code, _state(delivery)) == (200, "opened")
    assert client.post(f"/r/{row.key}/notices/{delivery}").status_code == 303
    assert _state(delivery) == "acknowledged"
    assert "我已知晓" in client.get(f"/r/{row.key}/notices/{delivery}").text
    assert _state(delivery) == "acknowledged"


def test_nobody_opens_anothers_notices(client: FlaskClient, office: Office) -> None:
    delivery = _deliver(resident(), published(office)["id"])
    other = resident()
    assert client.get(f"/r/{other.key}/notices/{delivery}").status_code == 404
    assert client.post(f"/r/{other.key}/notices/{delivery}").status_code == 404
    assert _state(delivery) == "sent"


def test_who_tries_many_keys_is_stopped_and_those_with_a_key_are_not(client: FlaskClient) -> None:
    row = resident()
    answers = [client.get(f"/r/{number:064}").status_code for number in range(32)]
    assert answers[:30] == [404] * 30
    assert answers[30:] == [429] * 2
    assert client.get(f"/r/{row.key}").status_code == 200


@pytest.mark.parametrize(
    "path", ["", "/choices", "/contacts/email", "/contacts/email/code", "/leave/email", "/notices/1"]
)
def test_a_key_that_nobody_has_opens_nothing(client: FlaskClient, path: str) -> None:
    call = client.get if path == "" else client.post
    assert call(f"/r/{NOBODYS}{path}").status_code == 404


def test_a_form_from_another_site_changes_nothing(client: FlaskClient, publisher: Publisher) -> None:
    row = resident()
    answer = client.post(f"/r/{row.key}/choices", data={"language": "en"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
