"""What counts as reached, and how shares are compared with their targets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import DeliveryState
from services.notices.domain.informing.coverage import PROOFS, Share, check_goal, cumulated, is_short
from services.notices.domain.informing.doors import VisitResult
from services.notices.domain.informing.publicity import check_stage
from services.notices.store.publicity import stages
from shared.contracts.registry import CONTRACTS
from shared.errors import Invalid

DAY = date(2026, 12, 20)


def test_every_channel_says_what_proves_that_somebody_was_told() -> None:
    assert set(PROOFS) == set(Channel)
    unproved = {DeliveryState.CREATED, DeliveryState.QUEUED, DeliveryState.FAILED, DeliveryState.BOUNCED}
    assert not any(states & unproved for states in PROOFS.values())


def test_where_a_channel_gives_receipts_sending_alone_proves_nothing() -> None:
    assert DeliveryState.SENT not in PROOFS[Channel.SMS]
    assert DeliveryState.SENT in PROOFS[Channel.EMAIL]


def test_a_personal_page_that_nobody_opened_has_told_nobody() -> None:
    assert PROOFS[Channel.INBOX] == {DeliveryState.OPENED, DeliveryState.ACKNOWLEDGED}


@settings(max_examples=80)
@given(residents=st.integers(0, 5000), reached=st.integers(0, 5000), target=st.integers(1, 100))
def test_a_share_is_short_exactly_when_it_is_below_the_target(residents: int, reached: int, target: int) -> None:
    share = Share(residents, min(reached, residents))
    assert is_short(share, target) == (share.reached * 100 < target * residents)
    if residents:
        assert is_short(share, target) == (share.percent < target)


def test_nothing_is_short_where_nobody_lives() -> None:
    assert not is_short(Share(0, 0), 80)


def test_days_add_up_in_their_order() -> None:
    days = [(DAY, 3), (DAY - timedelta(days=1), 2)]
    assert cumulated(days) == [(DAY - timedelta(days=1), 2), (DAY, 5)]


@pytest.mark.parametrize(("target", "by_day"), [(0, DAY), (101, DAY), (50, DAY - timedelta(days=1))])
def test_a_target_that_cannot_be_met_is_refused(target: int, by_day: date) -> None:
    check_goal(100, DAY, today=DAY)
    with pytest.raises(Invalid):
        check_goal(target, by_day, today=DAY)


def test_only_who_was_not_at_home_is_called_on_again() -> None:
    assert [each for each in VisitResult if not each.final] == [VisitResult.NOT_HOME]


def test_the_publicity_plan_names_events_that_there_are_and_channels_that_there_are() -> None:
    assert set(stages()) <= set(CONTRACTS)
    known = {*(channel.value for channel in Channel), "board"}
    assert all(set(stage.channels) <= known for stage in stages().values())


def test_a_stage_says_what_is_missing_and_is_late_after_its_day() -> None:
    stage = stages()["elections.candidates_published.v1"]
    by_day = DAY - timedelta(days=3)
    checked = check_stage(stage, DAY, {"board"}, today=by_day)
    assert (checked.missing, checked.by_day, checked.late) == (("inbox",), by_day, False)
    assert check_stage(stage, DAY, {"board"}, today=DAY).late
    assert not check_stage(stage, DAY, {"board", "inbox"}, today=DAY).late
