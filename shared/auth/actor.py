"""Who acts: the person or service behind a request, a task or a command."""

from __future__ import annotations

from dataclasses import dataclass

from shared import areas
from shared.errors import Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Actor:
    """`subject` is the person's stable id, `area` the 12-digit code of the area that they reach, with all below it.

    An actor without an area is the system itself and reaches everything; no token can make one.
    """

    subject: str
    area: str | None
    scopes: frozenset[str] = frozenset()

    @classmethod
    def system(cls, service: str) -> Actor:
        return cls(subject=f"system:{service}", area=None)

    @property
    def area_prefix(self) -> str:
        return "" if self.area is None else areas.prefix(self.area)

    def reaches(self, area: str) -> bool:
        return area.startswith(self.area_prefix)

    def has(self, scope: str) -> bool:
        return scope in self.scopes

    def must_have(self, scope: str) -> None:
        if not self.has(scope):
            raise Forbidden("scope_missing", "您的权限不包括“{scope}”，请向管理员申请。", scope=scope)

    def must_reach(self, area: str) -> None:
        """Raises NotFound, never Forbidden: whoever may not see an area does not learn what exists there."""
        if not self.reaches(area):
            raise NotFound("area_not_found", "没有找到区划代码为{area}的地区，或不在您的管辖范围内。", area=area)
