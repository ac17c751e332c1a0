"""Who has opened their own page on this phone before: forms know them again, and do not ask who they are.

A cookie that only this site reads and no form of another site brings along (Lax; `shared.web.other_sites` besides).
"""

from __future__ import annotations

from flask import Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notices.store.tables import Resident

_COOKIE = "resident_key"
_YEAR_SECONDS = 31_536_000


def remember(answer: Response, key: str) -> Response:
    answer.set_cookie(_COOKIE, key, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def known_resident(session: Session) -> Resident | None:
    """None for a phone on which no own page was opened, or whose owner has moved away."""
    key = request.cookies.get(_COOKIE, "")
    query = select(Resident).where(Resident.key == key, Resident.moved_away_on.is_(None), Resident.erased_at.is_(None))
    return session.scalar(query) if key else None
