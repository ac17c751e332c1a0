"""The service's heavy work on Celery: imports of residents, rounds of deliveries."""

from __future__ import annotations

from uuid import UUID

from celery import Celery

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.store.database import database, unit_of_work
from services.notices.store.delivery.policy import hours_of
from services.notices.workflows import resident_imports
from services.notices.workflows.delivery.calling import place, served, urgent_is_due, urgent_place
from services.notices.workflows.delivery.rounds import Round
from shared.jobs.run import Job, carry_out
from shared.settings import Settings
from shared.worker.queues import Queues
from shared.worker.task import ShequTask


def register(app: Celery, settings: Settings) -> None:
    """Tasks by their names; each calls a workflow."""
    _register_imports(app, settings.job_retry_seconds)
    _register_deliveries(app, settings)
    _register_urgent_deliveries(app, settings)


def _register_imports(app: Celery, retry_seconds: float) -> None:
    @app.task(name="notices.read_register", base=ShequTask, shared=False)
    def read_register(job_id: str) -> None:
        carry_out(database, UUID(job_id), resident_imports.read_register, retry_seconds=retry_seconds)
        resident_imports.discard_closed_imports()

    @app.task(name="notices.apply_register", base=ShequTask, shared=False)
    def apply_register(job_id: str) -> None:
        carry_out(database, UUID(job_id), resident_imports.apply_register, retry_seconds=retry_seconds)
        resident_imports.discard_closed_imports()


def _register_deliveries(app: Celery, settings: Settings) -> None:
    address, lease, hours = settings.public_url("notices"), settings.delivery_lease_seconds, hours_of(settings)

    def begin_round() -> None:
        app.send_task("notices.deliver", queue=Queues.NOTICES_DELIVER, ignore_result=True)

    @app.task(name="notices.call_round", base=ShequTask)
    def call_round(job_id: str) -> None:
        carry_out(database, UUID(job_id), _done, retry_seconds=settings.job_retry_seconds)
        for _ in range(settings.delivery_rounds):
            begin_round()

    @app.task(name="notices.deliver", base=ShequTask, autoretry_for=())  # the next tick is the next try
    def deliver() -> None:
        """One round, and another one behind what else waits in the queue as long as there is more to do."""
        with place(range(settings.delivery_rounds)) as free:
            more = free and Round(address, lease, hours).run()
        if more:
            begin_round()


def _register_urgent_deliveries(app: Celery, settings: Settings) -> None:
    address, lease, hours = settings.public_url("notices"), settings.delivery_lease_seconds, hours_of(settings)

    def begin_round(channel: str) -> None:
        arguments, queue = {"channel": channel}, Queues.NOTICES_URGENT
        app.send_task("notices.deliver_urgent", kwargs=arguments, queue=queue, ignore_result=True)

    @app.task(name="notices.call_urgent", base=ShequTask)
    def call_urgent(job_id: str) -> None:
        for channel in served():
            begin_round(channel)
        carry_out(database, UUID(job_id), _done, retry_seconds=settings.job_retry_seconds)

    @app.task(name="notices.urgent_tick", base=ShequTask, autoretry_for=())  # the next tick is the next try
    def urgent_tick() -> None:
        if urgent_is_due():
            for channel in served():
                begin_round(channel)

    @app.task(name="notices.deliver_urgent", base=ShequTask, autoretry_for=())
    def deliver_urgent(channel: str) -> None:
        """A round for one channel, which therefore waits for the providers of no other."""
        here = Channel(channel)
        with place(urgent_place(here)) as free:
            more = free and Round(address, lease, hours, [Lane.EMERGENCY], [here]).run()
        if more:
            begin_round(channel)


def _done(job: Job) -> None:
    """The job is a call; what there is to do is seen in the deliveries."""
    with unit_of_work(job.actor) as uow:
        job.finish(uow, {})
