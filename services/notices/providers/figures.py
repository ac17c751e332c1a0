"""Prometheus metrics of what providers carry."""

from __future__ import annotations

from shared.metrics import Counter, Gauge

MESSAGES = Counter("shequ_messages_total", "Messages given to a provider, by what it said", ["provider", "verdict"])
CIRCUIT_OPEN = Gauge(
    "shequ_provider_circuit_open",
    "1 while a provider is left alone because it does not work",
    ["provider"],
    multiprocess_mode="mostrecent",
)
STUCK = Counter("shequ_deliveries_stuck_total", "Deliveries that a worker claimed and left behind")
