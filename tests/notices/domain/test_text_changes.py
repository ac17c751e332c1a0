from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.text_changes import changes

TEXTS = st.lists(st.text(alphabet="甲乙12,. ab", max_size=8), max_size=5)


def test_a_number_that_was_put_right_is_marked_within_its_sentence() -> None:
    (same, changed) = changes(["收入：", "捐款共1,860.30元。"], ["收入：", "捐款共1,680.30元。"])
    assert [part.mark for part in same] == ["same"]
    assert [(part.mark, part.text) for part in changed] == [
        ("same", "捐款共"),
        ("gone", "1,860.30"),
        ("new", "1,680.30"),
        ("same", "元。"),
    ]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_what_changed(before: list[str], after: list[str]) -> None:
    found = changes(before, after)
    for texts, other in ((before, "new"), (after, "gone")):
        read = "".join(part.text for paragraph in found for part in paragraph if part.mark != other)
        assert read == "".join(texts)
