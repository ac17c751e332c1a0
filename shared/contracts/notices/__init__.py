"""What the notices service tells."""

from __future__ import annotations

from marshmallow import Schema

from shared.contracts.notices import (
    activities,
    campaigns,
    consultations,
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
    **activities.EVENTS,
    **suggestions.EVENTS,
}
