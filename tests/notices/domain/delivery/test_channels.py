"""In which order channels can be tried."""

from __future__ import annotations

import pytest

from services.notices.domain.delivery.channels import Channel, in_working_order, never_tried
from services.notices.domain.delivery.states import DeliveryState, reached, unopened

C = Channel


@pytest.mark.parametrize(
    ("channels", "never"),
    [
        ([C.SMS, C.EMAIL], []),
        ([C.SMS, C.DOOR, C.INBOX], []),
        ([C.INBOX], []),
        ([C.INBOX, C.SMS], [C.SMS]),
        ([C.EMAIL, C.INBOX, C.SMS, C.DOOR], [C.SMS, C.DOOR]),
    ],
    ids=lambda channels: "-".join(channels) or "none",
)
def test_what_stands_behind_the_inbox_never_has_its_turn(channels: list[Channel], never: list[Channel]) -> None:
    assert never_tried(channels) == never
    ordered = in_working_order(channels)
    assert never_tried(ordered) == []
    assert [each for each in ordered if each.can_fail] == [each for each in channels if each.can_fail]


def test_a_page_that_nobody_has_opened_has_reached_nobody() -> None:
    assert unopened(C.INBOX, DeliveryState.SENT)
    assert not reached(C.INBOX, DeliveryState.SENT)
    assert reached(C.INBOX, DeliveryState.OPENED)
    assert reached(C.SMS, DeliveryState.SENT)
    assert not reached(C.SMS, DeliveryState.FAILED)
