"""Places that others' records name: is the area a community that we know?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.training.store.tables import Area
from shared.errors import FieldError, Invalid


def must_be_community(db: Session, code: str) -> None:
    """Raises Invalid for anything but a registered community."""
    found = db.get(Area, code)
    if found is None or found.level != "community":
        fault = FieldError("area", "community_unknown", "{area}不是已登记的社区。", {"area": code})
        raise Invalid("area_invalid", "地区有误，请按提示修改。", fields=[fault])


def must_be_registered(db: Session, code: str) -> None:
    """Raises Invalid for an area that the register does not have."""
    if db.get(Area, code) is None:
        fault = FieldError("area", "area_unknown", "区划代码{area}还没有登记。", {"area": code})
        raise Invalid("area_invalid", "地区有误，请按提示修改。", fields=[fault])
