"""The SMTP provider against a real mail server on this machine, on its good and bad days."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from services.notices.providers import smtp_session
from services.notices.providers.bounces import ReturnAddresses
from services.notices.providers.mail import Letterhead
from services.notices.providers.provider import Outcome, Verdict
from services.notices.providers.smtp import Smtp
from services.notices.providers.smtp_session import MailServer, Security
from shared.sinks import Mood, Sinks
from tests.notices.providers.certificates import own_certificate
from tests.notices.providers.messages import message

HEAD = Letterhead("notices@shequ.example", "步埠社区居委会")
Make = Callable[..., tuple[Smtp, Sinks]]


@pytest.fixture
def made() -> Iterator[Make]:
    """A mail server of the given abilities and a provider that hands in there."""
    with ExitStack() as stack:

        def make(*, connections: int = 1, security: Security = Security.NONE, **abilities: Any) -> tuple[Smtp, Sinks]:
            sinks = stack.enter_context(Sinks(mail=abilities))
            server = MailServer("127.0.0.1", sinks.mail_port, security, connect=1, answer=0.4)
            returns = ReturnAddresses("b@bounces.example", b"a secret")
            provider = Smtp("mail", server, HEAD, returns=returns, in_a_row=10, connections=connections)
            stack.callback(provider.close)
            return provider, sinks

        yield make


def to(*names: str) -> list[Any]:
    return [message(f"0f-{number}", f"{name}@home.example") for number, name in enumerate(names)]


def verdicts(outcomes: list[Outcome]) -> list[str]:
    return [outcome.verdict.value for outcome in outcomes]


@pytest.mark.parametrize("pipelining", [True, False])
def test_mails_arrive_over_one_connection_each_from_a_return_address_of_its_own(made: Make, pipelining: bool) -> None:
    provider, sinks = made(pipelining=pipelining)
    assert verdicts(provider.send(to(*"abcdefghijklmn"))) == ["accepted"] * 14
    assert sinks.mail.record.told().items() >= {"delivered": 14, "duplicates": 0}.items()
    assert sinks.mail.connections == 1
    senders = {mail["from"] for mail in sinks.mail.record.latest}
    assert {sender.split(".")[0] for sender in senders} == {f"b+0f-{number}" for number in range(14)}


@pytest.mark.parametrize("pipelining", [True, False])
def test_each_recipient_has_an_outcome_of_their_own(made: Make, pipelining: bool) -> None:
    provider, sinks = made(pipelining=pipelining)
    outcomes = provider.send(to("a", "nobody", "refuse", "b", "defer", "not an address", "c"))
    assert verdicts(outcomes) == ["accepted", "no_address", "refused", "accepted", "later", "no_address", "accepted"]
    assert outcomes[1].reason == "550 5.1.1 no such mailbox"
    assert not any(outcome.outage for outcome in outcomes)
    assert [mail["to"] for mail in sinks.mail.record.latest] == [f"{name}@home.example" for name in "abc"]


def test_addresses_in_other_scripts_go_only_to_servers_that_know_them(made: Make) -> None:
    provider, sinks = made()
    mails = [message("0a-1", "王五@home.example"), message("0a-2", "b@home.example")]
    assert verdicts(provider.send(mails)) == ["accepted", "accepted"]
    assert sinks.mail.record.latest[0]["to"] == "王五@home.example"
    provider, _ = made(smtputf8=False)
    assert verdicts(provider.send([*to("a"), *mails])) == ["accepted", "refused", "accepted"]


@pytest.mark.parametrize("mood", [Mood.HANGING_UP, Mood.SWALLOWING, Mood.GARBLING])
def test_a_connection_lost_after_the_final_dot_leaves_one_mail_unknown_and_the_rest_untouched(
    made: Make, mood: Mood
) -> None:
    provider, sinks = made()
    assert verdicts(provider.send(to("a"))) == ["accepted"]
    sinks.behaviour.mood, sinks.behaviour.times = mood, 1
    outcomes = provider.send(to("b", "c", "d"))
    assert verdicts(outcomes) == ["unknown", "later", "later"]
    assert all(outcome.outage for outcome in outcomes)
    assert sinks.mail.record.offered == 2
    assert verdicts(provider.send(to("c", "d"))) == ["accepted"] * 2


def test_a_server_that_takes_no_mail_now_is_a_later_for_each(made: Make) -> None:
    provider, sinks = made()
    sinks.behaviour.mood = Mood.AWAY
    outcomes = provider.send(to("a", "b"))
    assert verdicts(outcomes) == ["later", "later"]
    assert all(outcome.outage for outcome in outcomes)
    sinks.behaviour.mood = Mood.WILLING
    assert verdicts(provider.send(to("a", "b"))) == ["accepted"] * 2


def test_a_mail_refused_for_now_at_its_end_is_a_matter_for_later_alone(made: Make) -> None:
    provider, sinks = made()
    provider.send(to("a"))
    sinks.behaviour.mood, sinks.behaviour.times = Mood.AWAY, 1
    outcomes = provider.send(to("b", "c"))
    assert verdicts(outcomes) == ["later", "accepted"]
    assert outcomes[0].reason == "451 try again later"


def test_a_connection_that_the_server_has_closed_meanwhile_is_opened_anew(made: Make) -> None:
    provider, sinks = made()
    provider.send(to("a"))
    sinks.hang_up()
    assert verdicts(provider.send(to("b", "c"))) == ["accepted"] * 2
    assert sinks.mail.connections == 2


def test_a_server_that_wants_only_a_few_mails_on_a_connection_gets_a_new_one(made: Make) -> None:
    provider, sinks = made(mails_on_a_connection=3)
    assert verdicts(provider.send(to(*"abcdefgh"))) == ["accepted"] * 8
    assert sinks.mail.connections == 3
    assert sinks.mail.record.duplicates == 0


def test_a_batch_that_takes_too_long_is_left_for_later(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    provider, sinks = made()
    monkeypatch.setattr(smtp_session, "_IN_A_ROW", 0.0)
    outcomes = provider.send(to("a", "b"))
    assert verdicts(outcomes) == ["later", "later"]
    assert not any(outcome.outage for outcome in outcomes)
    assert not sinks.mail.record.offered


def test_nobody_listening_is_a_later_for_all() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        server = MailServer("127.0.0.1", closed.getsockname()[1], Security.NONE, connect=0.5)
        outcomes = Smtp("mail", server, HEAD).send(to("a", "b"))
    assert [(outcome.verdict, outcome.outage) for outcome in outcomes] == [(Verdict.LATER, True)] * 2


def test_several_connections_share_a_batch(made: Make) -> None:
    provider, sinks = made(connections=3)
    sinks.mail.behaviour.delay = 0.1  # or the first connection may have done its part before the next is asked for
    assert verdicts(provider.send(to(*(f"r{number}" for number in range(30))))) == ["accepted"] * 30
    assert sinks.mail.connections == 3


def _over_tls(sinks: Sinks, security: Security, ca_file: str | None, password: str) -> Smtp:
    server = MailServer(
        "127.0.0.1", sinks.mail_port, security, user="office", password=password, connect=2, answer=2, ca_file=ca_file
    )
    return Smtp("mail", server, HEAD)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_mails_go_encrypted_and_after_logging_in(tmp_path: Path, security: Security) -> None:
    context, ca_file = own_certificate(tmp_path)
    inside = {"login": "office:right"} | ({"tls": context} if security is Security.STARTTLS else {})
    with Sinks(mail=inside, implicit_tls=context if security is Security.TLS else None) as sinks:
        provider = _over_tls(sinks, security, ca_file, "right")
        assert verdicts(provider.send(to("a", "b"))) == ["accepted"] * 2
        provider.close()
        assert verdicts(_over_tls(sinks, security, ca_file, "wrong").send(to("c"))) == ["later"]
        assert verdicts(_over_tls(sinks, security, None, "right").send(to("d"))) == ["later"]  # nobody vouches for it
        assert sinks.mail.record.offered == 2


def test_a_server_that_offers_no_encryption_gets_no_mail_in_the_clear() -> None:
    with Sinks() as sinks:
        outcomes = _over_tls(sinks, Security.STARTTLS, None, "right").send(to("a"))
        assert verdicts(outcomes) == ["later"]
        assert outcomes[0].outage
        assert not sinks.mail.record.offered
