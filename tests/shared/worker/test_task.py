from __future__ import annotations

import logging
from typing import Any

import pytest
from celery import Celery
from kombu.exceptions import OperationalError as BrokerError
from sqlalchemy.exc import OperationalError

from shared import context, metrics
from shared.worker.task import ShequTask


@pytest.fixture
def celery() -> Celery:
    app = Celery("test", set_as_current=False)
    app.conf.update(task_always_eager=True, broker_url="memory://")
    return app


class Work:
    """A task that fails as often as it is told to."""

    def __init__(self, celery: Celery, name: str, *errors: Exception) -> None:
        self.runs = 0
        self.contexts: list[context.Context] = []

        def work() -> str:
            return self._run(list(errors))

        self.task = celery.task(name=name, base=ShequTask, shared=False)(work)

    def _run(self, errors: list[Exception]) -> str:
        self.runs += 1
        self.contexts.append(context.current())
        if self.runs <= len(errors):
            raise errors[self.runs - 1]
        return "done"


def _count(name: str, outcome: str) -> float:
    return metrics.TASKS.labels(name, outcome)._value.get()


@pytest.mark.parametrize(
    "error",
    [OperationalError("x", {}, Exception("gone")), BrokerError("away"), ConnectionResetError()],
)
def test_an_error_that_passes_is_tried_again(celery: Celery, error: Exception) -> None:
    work = Work(celery, f"passes.{type(error).__module__}.{type(error).__name__}", error, error)
    assert work.task.delay().get() == "done"
    assert work.runs == 3
    assert _count(work.task.name, "retried") == 2
    assert _count(work.task.name, "succeeded") == 1


@pytest.mark.parametrize("error", [ValueError("bug"), KeyError("x"), UnicodeError("x")])
def test_every_other_error_ends_the_task(celery: Celery, error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    work = Work(celery, f"ends.{type(error).__name__}", error)
    with caplog.at_level(logging.ERROR), pytest.raises(type(error)):
        work.task.delay().get()
    assert work.runs == 1
    assert _count(work.task.name, "failed") == 1
    (record,) = [record for record in caplog.records if record.message == "task failed"]
    assert type(error).__name__ in record.traceback  # type: ignore[attr-defined]


def test_attempts_have_a_limit(celery: Celery) -> None:
    errors = [BrokerError("away")] * 50
    work = Work(celery, "limit", *errors)
    with pytest.raises(BrokerError):
        work.task.delay().get()
    assert work.runs == 1 + ShequTask.max_retries


def test_pauses_grow_with_jitter(celery: Celery, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    work = Work(celery, "pauses", *[BrokerError("away")] * 5)
    retry = work.task.retry

    def note(*args: Any, **kwargs: Any) -> Any:
        pauses.append(kwargs["countdown"])
        return retry(*args, **kwargs)

    monkeypatch.setattr(work.task, "retry", note)
    work.task.delay().get()
    assert len(pauses) == 5
    assert all(0 <= pause <= 2**number for number, pause in enumerate(pauses))


def test_a_task_knows_its_name_and_leaves_no_context_behind(celery: Celery) -> None:
    work = Work(celery, "named")
    work.task.delay().get()
    assert work.contexts[0].task == "named"
    assert context.current() == context.Context()
