"""The desk of notices: `desk` with all its pages."""

from __future__ import annotations

from services.notices.pages.desk import audience as audience
from services.notices.pages.desk import audience_words as audience_words
from services.notices.pages.desk import campaign as campaign
from services.notices.pages.desk import consultation as consultation
from services.notices.pages.desk import informing as informing
from services.notices.pages.desk import issue as issue
from services.notices.pages.desk import lights as lights
from services.notices.pages.desk import notice as notice
from services.notices.pages.desk import participation as participation
from services.notices.pages.desk import sending as sending
from services.notices.pages.desk import suggestion as suggestion
from services.notices.pages.desk import survey as survey
from services.notices.pages.desk.routes import desk

__all__ = ["desk"]
