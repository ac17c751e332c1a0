"""What the notices service tells."""

from __future__ import annotations

from marshmallow import Schema

from shared.contracts.notices import (
    activities,
    campaigns,
    consultations,
    coverage,
    disclosures,
    notices,
    periodicals,
    promises,
    suggestions,
)

EVENTS: dict[str, type[Schema]] = {
    **notices.EVENTS,
    **consultations.EVENTS,
    **periodicals.EVENTS,
    **promises.EVENTS,
    **campaigns.EVENTS,
    **disclosures.EVENTS,
    **coverage.EVENTS,
    **activities.EVENTS,
    **suggestions.EVENTS,
}
