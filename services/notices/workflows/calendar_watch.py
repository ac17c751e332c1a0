"""Whether the days off of the years that matter are listed: terms in working days hang on them."""

from __future__ import annotations

import logging
from datetime import date
from functools import lru_cache

from services.notices.store.rules import working_days
from shared import clock
from shared.metrics import Gauge

log = logging.getLogger(__name__)

MISSING = Gauge(
    "shequ_working_days_years_missing",
    "Years whose days off should be listed by now and are not",
    multiprocess_mode="mostrecent",
)


def tell_missing_years() -> None:
    """On each tick; the log says it once a day in each process."""
    today = clock.today()
    missing = working_days().missing(today)
    MISSING.set(len(missing))
    if missing:
        _warn(today, tuple(missing))


@lru_cache(maxsize=1)
def _warn(day: date, years: tuple[int, ...]) -> None:  # noqa: ARG001 - the day makes it once a day
    log.warning("days off are not listed, terms are reckoned by weekends alone", extra={"years": list(years)})
