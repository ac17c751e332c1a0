"""Providers that a test holds in its hand, and a campaign's way through the rounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, text

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Hours
from services.notices.providers.provider import Message, Outcome, Verdict
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Campaign, Delivery
from services.notices.workflows.delivery.rounds import Round
from services.notices.workflows.delivery.sweeping import sweep
from shared.auth.actor import Actor
from tests.office import Office

ALWAYS = Hours(quiet_from=24, quiet_until=0, digests_at=[0], digest_hours=24)
ADDRESS = "https://notices.example"
ACCEPTED = Outcome(Verdict.ACCEPTED)


class Carrier:
    """A provider; `answer` is what it says to each message."""

    batch = 50

    def __init__(self, channel: Channel, *, keeps_keys: bool = True, receipts: bool = False) -> None:
        self.name, self.channel, self.keeps_keys, self.receipts = f"{channel}-test", channel, keeps_keys, receipts
        self.answer: Callable[[Message], Outcome] = lambda message: Outcome(Verdict.ACCEPTED, ref=f"r-{message.key}")
        self.got: list[Message] = []

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        self.got += messages
        return [self.answer(message) for message in messages]


class Post:
    """One provider for each of three channels."""

    def __init__(self) -> None:
        self.providers = {channel: Carrier(channel) for channel in (Channel.EMAIL, Channel.SMS, Channel.MESSAGING)}
        self.email, self.sms, self.messaging = self.providers.values()

    def round(self, *, lease: float = 60, hours: Hours = ALWAYS) -> None:
        """Rounds until there is nothing to do at once; then the sweeper."""
        while Round(ADDRESS, lease, hours).run():
            pass
        sweep()


def start(office: Office, notice: dict[str, Any], **plan: Any) -> dict[str, Any]:
    answer = office.post("/campaigns", {"notice_id": notice["id"], "channels": ["sms", "email"], **plan})
    assert answer.status_code == 201, answer.json
    return answer.json


def deliveries(campaign: dict[str, Any] | None = None) -> list[Delivery]:
    query = select(Delivery).order_by(Delivery.id)
    if campaign:
        query = query.where(Delivery.campaign_id == campaign["id"])
    with reading() as session:
        return list(session.scalars(query))


def states(campaign: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    return [(each.channel, each.state) for each in deliveries(campaign)]


def campaign_row(campaign: dict[str, Any]) -> Campaign:
    with reading() as session:
        return session.get_one(Campaign, campaign["id"])


def at_once() -> None:
    """Whatever waits for another try or for a lease to end need not wait any longer."""
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.execute(text("UPDATE deliveries SET due_at = now() WHERE state = 'created'"))
        uow.session.execute(text("UPDATE deliveries SET claimed_until = now() - interval '1 s' WHERE state = 'queued'"))
