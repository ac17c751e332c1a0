"""PostgreSQL and Redis by themselves, as the test suite uses them."""

from __future__ import annotations

import os
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, NullPool, create_engine, text

from shared.embedded import PostgresServer, RedisServer
from shared.embedded.errors import ServerFailed, UnreachableFolder

NOBODY = 65534
ONLY_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root's PostgreSQL runs as another user")


def engine_on(server: PostgresServer) -> Engine:
    return create_engine(server.url("postgres").replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)


def may(what: str, path: Path, user: int) -> bool:
    return subprocess.run(["/usr/bin/test", what, path], user=user, group=user, check=False).returncode == 0


def answers(server: PostgresServer) -> bool:
    with engine_on(server).connect() as connection:
        return connection.scalar(text("SELECT 1")) == 1


@pytest.fixture
def postgres_server(folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(folder / "postgres", durable=False)
    yield server
    server.stop()


@pytest.fixture
def redis(folder: Path) -> Iterator[RedisServer]:
    server = RedisServer(folder / "redis")
    yield server
    server.stop()


def test_postgres_is_open_to_its_owner_alone(postgres_server: PostgresServer) -> None:
    postgres_server.start()
    assert answers(postgres_server)
    assert stat.S_IMODE(postgres_server.folder.stat().st_mode) == 0o700
    assert not psutil.Process(postgres_server.pid).net_connections("inet")


def test_postgres_keeps_its_data_through_stop_and_crash(folder: Path) -> None:
    server = PostgresServer(folder / "postgres")
    try:
        server.start()
        with engine_on(server).begin() as connection:
            connection.execute(text("CREATE TABLE kept (id int)"))
        server.stop()
        server.start()
        with engine_on(server).connect() as connection:
            connection.execute(text("INSERT INTO kept VALUES (1)"))
            connection.commit()
            server.kill()
            connection.invalidate()
        server.start()
        with engine_on(server).connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM kept")) == 1
    finally:
        server.stop()


@pytest.mark.parametrize("name", ["long-" * 20 + "/" + "name-" * 10, "社区 数据", "a,b'c%20d&e"])
def test_a_folder_may_have_any_name(name: str, folder: Path) -> None:
    server = PostgresServer(folder / name / "postgres", durable=False)
    try:
        server.start()
        assert answers(server)
        socket_folder = server._socket_folder()
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
    finally:
        server.stop()
    assert socket_folder.is_relative_to(folder) or not socket_folder.exists()


def test_a_making_that_was_cut_off_is_done_anew(folder: Path, postgres_server: PostgresServer) -> None:
    half = folder / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n", encoding="ascii")
    postgres_server.start()
    assert answers(postgres_server)
    assert not half.exists()


def test_a_pid_file_that_names_somebody_elses_process_is_no_obstacle(postgres_server: PostgresServer) -> None:
    postgres_server.start()
    pid_file = postgres_server.folder / "postmaster.pid"
    lines = pid_file.read_text(encoding="utf-8").splitlines(keepends=True)
    postgres_server.kill()
    with subprocess.Popen(["/bin/sleep", "3600"], user=pid_file.stat().st_uid) as stranger:
        pid_file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]), encoding="utf-8")
        postgres_server.start()
        assert answers(postgres_server)
        assert stranger.poll() is None
        stranger.kill()


def test_a_server_that_cannot_start_says_why(postgres_server: PostgresServer) -> None:
    postgres_server.start()
    postgres_server.stop()
    (postgres_server.folder / "postgresql.conf").write_text("no_such_setting = 1\n", encoding="ascii")
    with pytest.raises(ServerFailed, match="no_such_setting"):
        postgres_server.start()


@ONLY_ROOT
def test_behind_a_closed_door_postgres_alone_may_pass(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    server = PostgresServer(closed / "data" / "postgres", durable=False)
    try:
        server.start()
        assert answers(server)
        user = psutil.Process(server.pid).uids().real
        assert may("-x", closed, user)
        assert not may("-r", closed, user)
        assert not may("-x", closed, NOBODY)
        server.stop()
        server.start()
    finally:
        server.stop()


@ONLY_ROOT
def test_a_closed_door_that_cannot_be_opened_is_told_with_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "setxattr", unsupported)
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(UnreachableFolder, match=rf"--data /var/lib/shequ.*chmod o\+x {closed}"):
        PostgresServer(closed / "postgres").start()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_redis_keeps_its_data_and_address_through_stop_and_crash(redis: RedisServer) -> None:
    redis.start()
    url = redis.url
    redis.client().set("kept", "1")
    redis.stop()
    redis.start()
    redis.client().set("kept", "2")
    redis.kill()
    redis.start()
    assert redis.url == url
    assert redis.client().get("kept") in {b"1", b"2"}  # a crash may cost the last second


def test_redis_refuses_rather_than_forgets_and_asks_for_a_password(redis: RedisServer) -> None:
    redis.start()
    settings = redis.client().config_get("*")
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["appendonly"] == "yes"
    assert settings["bind"] == "127.0.0.1"
    assert len(settings["requirepass"]) > 20
    assert settings["requirepass"] not in " ".join(psutil.Process(redis.pid).cmdline())


def test_a_server_started_in_a_passing_thread_outlives_it(redis: RedisServer) -> None:
    """The kernel's parent-death signal is tied to the thread; a test's timer must be able to start Redis again."""
    thread = threading.Thread(target=redis.start)
    thread.start()
    thread.join()
    assert redis.client().ping()
    assert redis.running


def test_a_broken_append_only_file_is_told(redis: RedisServer) -> None:
    redis.folder.mkdir(parents=True)
    (redis.folder / "appendonly.aof").write_bytes(b"this is no command\r\n" * 3)
    with pytest.raises(ServerFailed, match="AOF"):
        redis.start()
