from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from shared.settings import SettingsError, read_settings

NAMES = ("DATABASE_URL", "REDIS_URL", "JWKS", "DATABASE_URL_FILE", "REDIS_URL_FILE", "DATABASE_POOL", "HEARTBEAT_FILE")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def _give(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in {"DATABASE_URL": "postgresql://a", "REDIS_URL": "redis://b", "JWKS": "/keys", **values}.items():
        monkeypatch.setenv(name, value)


def test_all_missing_names_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as told:
        read_settings("elections")
    for name in ("DATABASE_URL", "REDIS_URL", "JWKS", "elections"):
        assert name in str(told.value)


def test_a_malformed_value_is_told_with_the_missing_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_POOL", "many")
    with pytest.raises(SettingsError) as told:
        read_settings("elections")
    assert "DATABASE_POOL" in str(told.value)
    assert "REDIS_URL" in str(told.value)


def test_defaults_suit_a_small_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    _give(monkeypatch)
    settings = read_settings("training")
    assert settings.service == "training"
    assert settings.heartbeat_file is None
    assert settings.public_url("notices") == "http://127.0.0.1:8003"


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _give(monkeypatch)
    (tmp_path / "url").write_text("postgresql://from-file\n", encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    assert read_settings("elections").database_url == "postgresql://from-file"


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _give(monkeypatch)
    monkeypatch.setenv("REDIS_URL_FILE", str(tmp_path / "nothing"))
    with pytest.raises(SettingsError, match="REDIS_URL_FILE"):
        read_settings("elections")


def test_settings_cannot_change_while_running(monkeypatch: pytest.MonkeyPatch) -> None:
    _give(monkeypatch)
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_settings("elections").service = "notices"  # type: ignore[misc]


def test_a_public_address_has_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    _give(monkeypatch, PUBLIC_TRAINING_URL="https://shequ.example/training/")
    assert read_settings("elections").public_url("training") == "https://shequ.example/training"
