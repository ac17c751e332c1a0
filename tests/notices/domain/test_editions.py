from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.editions import words_hash
from services.notices.domain.wording import Text

TEXT = st.builds(Text, *[st.text(max_size=3)] * 2, *[st.none() | st.text(max_size=3)] * 2)


@given(TEXT, TEXT)
def test_two_editions_have_one_hash_only_if_they_read_the_same(one: Text, other: Text) -> None:
    assert (words_hash(one, []) == words_hash(other, [])) == (one == other)


def test_a_file_changes_the_hash() -> None:
    assert words_hash(Text("题", "文"), []) != words_hash(Text("题", "文"), ["a" * 64])
