"""The HTTP gateway provider against a real gateway on this machine, on its good and bad days."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence

import pytest

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.connection import Answer, Endpoint
from services.notices.providers.gateway import HttpGateway, _of_all
from services.notices.providers.parallel import Lines, parts_of
from services.notices.providers.provider import Outcome, Verdict
from shared.sinks import Mood, Sinks
from tests.notices.providers.messages import message

SECRET = b"between office and gateway"


@pytest.fixture
def sinks() -> Iterator[Sinks]:
    with Sinks(SECRET) as running:
        yield running


@pytest.fixture
def gateway(sinks: Sinks) -> Iterator[HttpGateway]:
    provider = made(sinks.gateway_url)
    yield provider
    provider.close()


def made(url: str, secret: bytes = SECRET) -> HttpGateway:
    endpoint = Endpoint(url, secret, connect=0.5, answer=0.3)
    return HttpGateway("sms", Channel.SMS, endpoint, per_request=10, connections=2)


def verdicts(outcomes: list[Outcome]) -> set[str]:
    return {outcome.verdict.value for outcome in outcomes}


def test_batches_arrive_whole_and_each_message_has_its_outcome(gateway: HttpGateway, sinks: Sinks) -> None:
    outcomes = gateway.send([message(f"d-{number}") for number in range(35)])
    assert [outcome.ref for outcome in outcomes] == [f"gw-d-{number}" for number in range(35)]
    assert verdicts(outcomes) == {"accepted"}
    assert sinks.gateway.record.told().items() >= {"delivered": 35, "duplicates": 0}.items()
    assert sinks.gateway.record.latest[0]["title"] == "步埠社区一季度收支"


def test_a_refused_number_and_one_that_is_out_of_reach_do_not_touch_the_others(gateway: HttpGateway) -> None:
    sent = [message("a", "13800009990"), message("b", "13800009991"), message("c", "13800009992"), message("d")]
    outcomes = gateway.send(sent)
    assert [each.verdict.value for each in outcomes] == ["no_address", "refused", "later", "accepted"]
    assert outcomes[0].reason == "number does not exist"
    assert not any(outcome.outage for outcome in outcomes)


@pytest.mark.parametrize("mood", [Mood.SWALLOWING, Mood.HANGING_UP, Mood.GARBLING])
def test_what_went_out_and_was_not_understandably_answered_is_unknown(
    gateway: HttpGateway, sinks: Sinks, mood: Mood
) -> None:
    sinks.behaviour.mood, sinks.behaviour.times = mood, 1
    outcomes = gateway.send([message()])
    assert (outcomes[0].verdict, outcomes[0].outage) == (Verdict.UNKNOWN, True)
    assert gateway.send([message()])[0].verdict is Verdict.ACCEPTED
    assert sinks.gateway.record.told().items() >= {"delivered": 1, "duplicates": 0, "offered": 2}.items()


def test_a_gateway_that_is_away_says_how_long_to_wait(gateway: HttpGateway, sinks: Sinks) -> None:
    sinks.behaviour.mood, sinks.behaviour.retry_after = Mood.AWAY, 7
    outcome = gateway.send([message()])[0]
    assert (outcome.verdict, outcome.wait, outcome.outage) == (Verdict.LATER, 7, True)
    assert not sinks.gateway.record.offered


def test_nobody_listening_is_a_later_for_all() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        outcomes = made(f"http://127.0.0.1:{closed.getsockname()[1]}/messages/sms").send([message("a"), message("b")])
    assert [(outcome.verdict, outcome.outage) for outcome in outcomes] == [(Verdict.LATER, True)] * 2


def test_a_wrong_secret_gives_up_nobodys_number(sinks: Sinks) -> None:
    provider = made(sinks.gateway_url, b"another")
    outcome = provider.send([message()])[0]
    provider.close()
    assert (outcome.verdict, outcome.outage) == (Verdict.LATER, True)
    assert "401" in (outcome.reason or "")


def test_connections_are_kept_and_made_anew_when_the_other_side_has_closed_them() -> None:
    with Sinks(SECRET) as sinks:
        provider = made(sinks.gateway_url)
        assert provider.send([message("a")])[0].verdict is Verdict.ACCEPTED
    assert provider.send([message("b")])[0].verdict is Verdict.LATER
    with Sinks(SECRET, gateway_port=sinks.gateway_port):
        assert provider.send([message("b")])[0].verdict is Verdict.ACCEPTED
    provider.close()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (429, "later"),
        (503, "later"),
        (404, "later"),
        (302, "later"),
        (500, "unknown"),
        (502, "unknown"),
        (504, "unknown"),
    ],
)
def test_only_what_cannot_have_been_taken_is_a_matter_for_later(status: int, verdict: str) -> None:
    outcome = _of_all(Answer(status, b"", None))
    assert (outcome.verdict.value, outcome.outage) == (verdict, True)


def test_lines_lend_each_connection_to_one_thread_at_a_time() -> None:
    """Threads that find one idle connection among them must not wait for each other's for ever."""
    lent: set[object] = set()

    def work(connection: object, part: Sequence[int]) -> Sequence[int]:
        assert connection not in lent
        lent.add(connection)
        lent.discard(connection)
        return part

    lines: Lines[object] = Lines(object, 4)
    for _ in range(200):
        assert lines.each(work, parts_of(range(16), 2)) == list(range(16))
    assert len(lines.idle()) <= 4
