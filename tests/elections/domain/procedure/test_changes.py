"""What was published stands."""

from __future__ import annotations

import pytest

from services.elections.domain.procedure.changes import OPEN, Change, allow
from services.elections.domain.procedure.steps import State
from shared.errors import Conflict


@pytest.mark.parametrize("change", Change)
@pytest.mark.parametrize("state", State)
def test_a_change_outside_its_states_is_refused_with_the_states_that_allow_it(change: Change, state: State) -> None:
    if state in OPEN[change]:
        allow(change, state)
        return
    with pytest.raises(Conflict) as refused:
        allow(change, state)
    assert OPEN[change][0].zh in refused.value.missing[0].facts["states"]


def test_nothing_but_the_committee_and_scans_is_changed_once_the_count_has_begun() -> None:
    """Its members serve until the handover (Art 25); a scan changes no figure."""
    late = {State.COUNTING, State.COUNTED, State.CERTIFIED, State.VOID, State.CANCELLED}
    changed = [change for change, states in OPEN.items() if late & set(states)]
    assert changed == [Change.COMMITTEE, Change.IMAGES]


def test_a_sheet_is_typed_only_after_the_poll_is_closed() -> None:
    assert OPEN[Change.ENTRIES] == (State.CLOSED,)
