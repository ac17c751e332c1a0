"""An issue as it is printed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.notices.domain.printing.periodical import Masthead, periodical_pdf
from services.notices.store import areas, periodicals
from services.notices.store.tables import PeriodicalIssue
from shared import clock


def printed(session: Session, issue: PeriodicalIssue, *, site: str) -> bytes:
    """PDF, the same bytes each time once it is out. `site` is the public address of the notices service."""
    published_on = clock.civil_date(issue.published_at) if issue.published_at else None
    masthead = Masthead(
        community=areas.area(session, issue.area).name,
        number=issue.number,
        month=issue.month,
        published_on=published_on,
        address=f"{site}/boards/{issue.area}",
    )
    return periodical_pdf(masthead, issue.front, periodicals.contents(session, issue))
