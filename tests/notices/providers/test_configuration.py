"""The file that names an installation's providers."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.configuration import read_providers
from shared.settings import SettingsError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text("a secret that nobody guesses\n", encoding="utf-8")
    (tmp_path / "short").write_text("abc", encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str) -> Path:
    path = folder / "providers.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def refused(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as error:
        read_providers(write(folder, text))
    return str(error.value)


def test_without_a_file_there_are_no_providers() -> None:
    assert read_providers(None) == []


def test_providers_are_read_with_their_priority_rate_and_secret(folder: Path) -> None:
    path = write(
        folder,
        """
        providers:
        - {name: sms-a, kind: gateway, channel: sms, url: https://a.example/messages, secret_file: secret, rate: 50}
        - name: sms-b
          kind: gateway
          channel: sms
          url: http://127.0.0.1:9080/messages
          plain_http: true
          secret_file: secret
          priority: 2
          batch: 10
          connections: 3
          keeps_keys: false
        - {name: hooks, kind: webhook, secret_file: secret}
        """,
    )
    first, second, hooks = read_providers(path)
    assert (first.provider.channel, first.rate, first.burst, first.priority) == (Channel.SMS, 50, 50, 1)
    assert (second.provider.batch, second.provider.keeps_keys, second.priority, second.rate) == (30, False, 2, None)
    assert (hooks.provider.channel, hooks.secret) == (Channel.WEBHOOK, b"a secret that nobody guesses")


def test_all_faults_are_told_together_with_their_places(folder: Path) -> None:
    told = refused(
        folder,
        """
        providers:
        - {name: SMS!, kind: gateway, channel: sms, url: https://a.example/, secret_file: secret}
        - {name: a, kind: gateway, channel: door, url: https://a.example/, secret_file: secret}
        - {name: b, kind: gateway, channel: sms, url: http://a.example/, secret_file: secret}
        - {name: c, kind: gateway, channel: sms, url: "https://a.example:70000/", secret_file: secret}
        - {name: d, kind: gateway, channel: sms, url: https://a.example/, secret_file: missing}
        - {name: e, kind: webhook, secret_file: short}
        - {name: f, kind: webhook, secret_file: secret, ratte: 5}
        - {name: g, kind: pigeon}
        - just a word
        - {name: h, kind: webhook, secret_file: secret, rate: -1}
        - {name: twice, kind: webhook, secret_file: secret}
        - {name: twice, kind: webhook, secret_file: secret}
        """,
    )
    lines = told.splitlines()[1:]
    places = [line.split(":")[0] for line in lines]
    expected = [
        "0.name",
        "1.channel",
        "2.url",
        "3.url",
        "4.secret_file",
        "5.secret_file",
        "6.ratte",
        "7.kind",
        "8.kind",
    ]
    assert places == [*(f"providers.{place}" for place in expected), "providers.9.rate", "providers"]
    assert "a secret" not in told


@pytest.mark.parametrize(
    "text", ["", "providers: {}", "- a", "providers: []\nmore: 1", "providers: [", "providers: !!x y"]
)
def test_a_file_of_another_form_is_refused(folder: Path, text: str) -> None:
    assert "PROVIDERS_FILE" in refused(folder, text)


SMTP = "name: mail, kind: smtp, host: mx.example, sender: a@office.example, sender_name: 社区"


def test_mail_servers_are_read_with_their_login_and_return_addresses(folder: Path) -> None:
    text = f"""
    providers:
    - {{{SMTP}, user: office, password_file: secret, bounces: b@bounces.example, secret_file: secret, batch: 20}}
    """
    (mail,) = read_providers(write(folder, text))
    assert (mail.provider.channel, mail.provider.batch, mail.provider.keeps_keys) == (Channel.EMAIL, 40, False)
    assert mail.secret


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("user: office", "user"),
        ("user: office, password_file: secret, security: none", "security"),
        ("user: office, password_file: missing", "password_file"),
        ("bounces: b@bounces.example", "secret_file"),
        ("bounces: bounces@bounces.example, secret_file: secret", "bounces"),
        ("reply_to: nobody", "reply_to"),
        ("reply_to: 王五@office.example", "reply_to"),
        ("security: ssl3", "security"),
        ("ca_file: missing", "ca_file"),
    ],
)
def test_a_mail_servers_faults_are_told_with_their_places(folder: Path, more: str, place: str) -> None:
    assert f"providers.0.{place}:" in refused(folder, f"providers:\n- {{{SMTP}, {more}}}\n")


def test_the_example_for_operators_is_right(folder: Path) -> None:
    example = (ROOT / "deploy" / "providers" / "example.yaml").read_text("utf-8")
    for name in re.findall(r"_file: ([\w-]+)", example):
        (folder / name).write_text("a secret that nobody guesses", "utf-8")
    arranged = read_providers(write(folder, example))
    assert [each.provider.name for each in arranged] == ["mail", "sms", "sms-reserve", "hooks"]


def test_the_file_that_leads_to_the_sinks_is_right(folder: Path) -> None:
    text = (ROOT / "deploy" / "sinks" / "providers.yaml").read_text("utf-8")
    path = write(folder, text.replace("/run/secrets/sinks_secret", "secret"))
    assert [each.provider.channel.value for each in read_providers(path)] == ["email", "sms", "messaging"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PROVIDERS_FILE"):
        read_providers(tmp_path / "providers.yaml")
