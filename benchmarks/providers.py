"""Messages a second of one process to each sink: what providers alone can carry, without database and worker."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure
from services.notices.domain.delivery.channels import Channel
from services.notices.providers.bounces import ReturnAddresses
from services.notices.providers.connection import Endpoint
from services.notices.providers.gateway import HttpGateway
from services.notices.providers.mail import Letterhead
from services.notices.providers.provider import Message, Provider, Verdict
from services.notices.providers.smtp import Smtp
from services.notices.providers.smtp_session import MailServer, Security
from shared.sinks import SinkProcess

_SECRET = b"a secret for the benchmark"
_MAILS, _MESSAGES = 5_000, 20_000
_TEXT = "收入1200元，支出900元。" * 40  # some 400 characters, as a quarter's accounts have


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="shequ-bench-") as folder:
        secret = Path(folder) / "secret"
        secret.write_bytes(_SECRET)
        with SinkProcess(secret) as sinks:
            return [
                _rate("mails/s of one process to a mail server", _mail(sinks), _MAILS),
                _rate("messages/s of one process to a gateway", _gateway(sinks), _MESSAGES),
            ]


def _mail(sinks: SinkProcess) -> Smtp:
    server = MailServer("127.0.0.1", sinks.mail_port, Security.NONE)
    returns = ReturnAddresses("b@bounces.example", _SECRET)
    return Smtp("mail", server, Letterhead("notices@shequ.example", "步埠社区居委会"), returns=returns)


def _gateway(sinks: SinkProcess) -> HttpGateway:
    return HttpGateway("sms", Channel.SMS, Endpoint(sinks.gateway_url, _SECRET))


def _rate(name: str, provider: Smtp | HttpGateway, count: int) -> Figure:
    started = time.monotonic()
    for batch in _batches(provider, count):
        if any(outcome.verdict is not Verdict.ACCEPTED for outcome in provider.send(batch)):
            raise RuntimeError("the sink did not take everything")
    seconds = time.monotonic() - started
    provider.close()
    return Figure(name, f"{count / seconds:,.0f}")


def _batches(provider: Provider, count: int) -> Iterator[Sequence[Message]]:
    for start in range(0, count, provider.batch):
        yield [_message(number) for number in range(start, min(start + provider.batch, count))]


def _message(number: int) -> Message:
    return Message(
        key=f"0123456789abcdef0123456789abcdef-{number}-0",
        address=f"resident{number}@home.example",
        title="步埠社区一季度收支公开",
        text=_TEXT,
        html=f"<p>{_TEXT}</p>",
        page="https://shequ.example/notices/1",
        leave=f"https://shequ.example/leave/{number}",
        language="zh",
    )
