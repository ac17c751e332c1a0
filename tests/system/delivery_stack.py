"""The processes that send notices to residents, with gateways that write down what reaches whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, select

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.notice import Kind, State, Step
from services.notices.providers.configuration import read_providers
from services.notices.store.database import database
from services.notices.store.tables import Campaign, Contact, Delivery, Notice, Resident
from services.notices.workflows.carriers import carriers
from services.notices.workflows.delivery.campaigns import Plan, start_campaign
from services.notices.workflows.notices import publish, take_step
from shared.auth.actor import Actor
from shared.contracts.routing import SERVICES
from shared.embedded.plan import process_plans
from shared.embedded.ports import LIVE
from shared.ids import new_id
from shared.sinks.running import Sinks
from tests.system.stack import Stack

SECRET = b"0123456789abcdef0123"
_CLERK = Actor("clerk", None, frozenset({"notices:send", "notices:approve"}))
_URGENT = next(
    plan for plan in process_plans(dict.fromkeys((*SERVICES, LIVE), 1)) if plan.name == "notices-urgent-worker"
)
_areas = count(450403_001_001)

_PROVIDERS = """
providers:
- {{name: keeping, kind: gateway, channel: sms, url: "{keeping}", plain_http: true, secret_file: secret,
   batch: 50, connections: 2, keeps_keys: true, receipts: false, answer_seconds: 2}}
- {{name: mail, kind: smtp, host: 127.0.0.1, port: {mail_port}, security: none, sender: a@example.org,
   sender_name: 居民委员会, batch: 50, connections: 1, answer_seconds: 30}}
- {{name: forgetful, kind: gateway, channel: messaging, url: "{forgetful}", plain_http: true, secret_file: secret,
   batch: 50, connections: 2, keeps_keys: false, receipts: false, answer_seconds: 2}}
"""


class DeliveryStack(Stack):
    """A relay, a worker with two places and a beat; the worker for what is urgent runs where a test starts it. `sinks`:
    who takes the messages of each channel; that of messaging forgets keys, so it delivers again what is sent again."""

    NAMES = ("notices-relay", "notices-worker", "beat")

    def __init__(self, folder: Path, jwks: Path, sinks: dict[Channel, Sinks]) -> None:
        super().__init__(folder, jwks)
        self.sinks = sinks
        providers = folder / "providers.yaml"
        addresses = {
            "keeping": sinks[Channel.SMS].gateway_url,
            "forgetful": sinks[Channel.MESSAGING].gateway_url,
            "mail_port": sinks[Channel.EMAIL].mail_port,
        }
        providers.write_text(_PROVIDERS.format(**addresses), encoding="utf-8")
        (folder / "secret").write_bytes(SECRET)
        (folder / "secret").chmod(0o600)
        self.settings = {
            "PROVIDERS_FILE": str(providers),
            "DELIVERY_LEASE_SECONDS": "4",
            "QUIET_FROM": "24",
            "QUIET_UNTIL": "0",
        }
        carriers.arrange(read_providers(providers))

    def start(self) -> None:
        super().start()
        database.connect(self.postgres.url("notices"))

    def _commands(self) -> dict[str, list[str]]:
        worker = ["celery", "-A", "services.notices.worker", "worker", "-Q", "notices.events,notices.deliver"]
        return {
            "notices-relay": ["shared.cli", "relay", "notices"],
            "notices-worker": [*worker, "-c", "2", "-n", "notices@%h", "--without-gossip", "--without-mingle"],
            "notices-urgent-worker": list(_URGENT.command[2:]),
            "beat": ["celery", "-A", "shared.worker.beat", "beat"],
        }

    def send(self, channel: Channel, residents: int, *, lane: Lane = Lane.EMERGENCY) -> UUID:
        """Starts a campaign to so many new residents, as an emergency where nothing else is said: its pauses are
        short."""
        area = str(next(_areas))
        with database.unit_of_work(Actor.system("notices")) as uow:
            words = {"title": "停水", "body": "停水。", "writers": ["a"]}
            notice = Notice(
                id=new_id(), area=area, kind=Kind.EMERGENCY, state=State.APPROVED, version=1, edition=1, **words
            )
            publish(uow, notice)  # before anybody lives there, so that it is not sent by itself
            uow.session.flush()
            people = [{"id": new_id(), "area": area, "number": f"{n:06}", "name": "居民"} for n in range(residents)]
            uow.session.execute(insert(Resident), people)
            addresses = [
                {"resident_id": each["id"], "channel": channel, "address": _address(channel, n), "state": "confirmed"}
                for n, each in enumerate(people)
            ]
            uow.session.execute(insert(Contact), addresses)
        return start_campaign(_CLERK, notice.id, Plan(channels=[channel], lane=lane)).id

    def take_down(self, campaign: UUID) -> None:
        with database.reading() as session:
            notice = session.get_one(Campaign, campaign).notice_id
        take_step(_CLERK, notice, Step.TAKE_DOWN)

    def finished(self, campaign: UUID) -> bool:
        with database.reading() as session:
            return session.get_one(Campaign, campaign).finished_at is not None

    def deliveries(self, campaign: UUID) -> list[Delivery]:
        with database.reading() as session:
            return list(session.scalars(select(Delivery).where(Delivery.campaign_id == campaign)))


def _address(channel: Channel, number: int) -> str:
    return f"r{number}@example.org" if channel is Channel.EMAIL else f"139{number:06}00"


@contextmanager
def gateways() -> Iterator[dict[Channel, Sinks]]:
    with Sinks(SECRET) as keeping, Sinks(SECRET, keeps_keys=False) as forgetful, Sinks(SECRET) as mail:
        yield {Channel.SMS: keeping, Channel.MESSAGING: forgetful, Channel.EMAIL: mail}
