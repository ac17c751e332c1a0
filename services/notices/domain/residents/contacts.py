"""An address of a resident on a channel: from being typed to being written to, and out of use."""

from __future__ import annotations

from shared.errors import Conflict
from shared.worded import Worded


class ContactState(Worded):
    UNCONFIRMED = "unconfirmed", "待确认"
    CONFIRMED = "confirmed", "已确认"
    """The only one that is written to."""
    LEFT = "left", "已退订"
    """The resident wants nothing more on this channel; only they themselves come back."""
    BOUNCED = "bounced", "地址无效"
    """The provider says for good that nobody is there."""


class KeptBy(Worded):
    """Whose word an address is. What residents have set themselves no import and no clerk overrides."""

    OFFICE = "office", "居委会登记"
    RESIDENT = "resident", "居民自己填写"


def must_be_the_offices(state: ContactState, kept_by: KeptBy) -> None:
    """Raises Conflict where the resident's own word stands against a clerk's change."""
    if state is ContactState.LEFT:
        raise Conflict("contact_left", "居民已经退订这个渠道，只有居民本人可以重新订阅。")
    if kept_by is KeptBy.RESIDENT:
        raise Conflict("contact_is_the_residents", "这个联系方式由居民本人填写，请让居民在个人页面修改。")
