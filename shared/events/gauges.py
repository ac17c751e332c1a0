"""Event delivery as Prometheus gauges, read from the database when asked: what alerts hang on."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from shared.database.database import Database
from shared.events import operations


class EventGauges(Collector):
    """Nothing while the database is away: readiness tells that."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            status = operations.status(self._database)
        except SQLAlchemyError:
            return
        yield GaugeMetricFamily("shequ_events_published", "Highest sequence number", value=status["published"])
        yield GaugeMetricFamily("shequ_events_pruned", "Sequence number pruned through", value=status["pruned"])
        yield GaugeMetricFamily("shequ_events_waiting", "Events that no relay has numbered", value=status["waiting"])
        yield GaugeMetricFamily("shequ_dead_letters", "Events that could not be handled", value=status["dead_letters"])
        yield _by("subscriber", "shequ_events_sent_through", "Sequence number sent to it", status["subscribers"])
        yield _by("source", "shequ_events_taken_through", "Sequence number taken from it", status["sources"])


def exposition(database: Database) -> bytes:
    registry = CollectorRegistry()
    registry.register(EventGauges(database))
    return generate_latest(registry)


def _by(label: str, name: str, documentation: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, documentation, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
