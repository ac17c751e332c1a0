"""What a community does not do in its own affairs: complaints, the oversight of a handover, releases from duties."""

from __future__ import annotations

from shared import areas
from shared.errors import Forbidden


def check_office(area: str | None) -> None:
    """Raises Forbidden for somebody of the community itself: `area` is that of their token."""
    if area is not None and areas.level(area) == "community":
        raise Forbidden("office_above_needed", "这件事由街道办事处或者区的主管部门办理，本社区人员不能办理。")
