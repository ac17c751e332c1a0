"""E-mail over SMTP."""

from __future__ import annotations

from collections.abc import Sequence

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.bounces import ReturnAddresses
from services.notices.providers.mail import Letterhead, MailAddress, NoMailAddress, composed, mail_address, message_id
from services.notices.providers.parallel import Lines, parts_of
from services.notices.providers.provider import Message, Outcome, Verdict
from services.notices.providers.smtp_session import Envelope, MailServer, SmtpSession
from shared import clock


class Smtp:
    """`in_a_row` mails go over one connection before others get their turn, on up to `connections` at once. A bounce
    comes to an address of `returns` and finds its message; what arrives is not told of, so nothing waits for that."""

    channel, keeps_keys, receipts = Channel.EMAIL, False, False

    def __init__(
        self,
        name: str,
        server: MailServer,
        letterhead: Letterhead,
        *,
        returns: ReturnAddresses | None = None,
        in_a_row: int = 50,
        connections: int = 2,
    ) -> None:
        self.name, self.batch = name, in_a_row * connections
        self.returns, self._letterhead, self._in_a_row = returns, letterhead, in_a_row
        self._lines = Lines(lambda: SmtpSession(server), connections)

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return self._lines.each(self._deliver, parts_of(messages, self._in_a_row))

    def close(self) -> None:
        for session in self._lines.idle():
            session.close()

    def _deliver(self, session: SmtpSession, messages: Sequence[Message]) -> list[Outcome]:
        addresses = [_address(message) for message in messages]
        envelopes = [
            self._envelope(message, address)
            for message, address in zip(messages, addresses, strict=True)
            if isinstance(address, MailAddress)
        ]
        delivered = iter(session.deliver(envelopes))
        return [next(delivered) if isinstance(address, MailAddress) else address for address in addresses]

    def _envelope(self, message: Message, address: MailAddress) -> Envelope:
        sender = self.returns.of(message_id(message.key)) if self.returns else self._letterhead.sender
        content = composed(message, address, self._letterhead, clock.now())
        return Envelope(sender, address.text, address.needs_utf8, content)


def _address(message: Message) -> MailAddress | Outcome:
    try:
        return mail_address(message.address)
    except NoMailAddress as error:
        return Outcome(Verdict.NO_ADDRESS, reason=str(error)[:200])
