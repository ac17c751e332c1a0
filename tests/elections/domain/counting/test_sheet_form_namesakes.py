"""Two candidates of one name for one post: the form tells them apart by their order on the paper."""

from __future__ import annotations

import pytest

from services.elections.domain.candidacy.namesakes import told_apart
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.sheet_form import SheetForm, read_sheet
from shared.errors import Invalid

STANDING = [
    ("director", "张伟", "a"),
    ("director", "何秋月", "b"),
    ("director", "张伟", "c"),
    ("member", "张伟", "d"),
]
FORM = SheetForm.of("一号站", STANDING)


def _rows(*names: str) -> list[tuple[int, list[str]]]:
    head = [["投票站", "一号站"], ["发出选票", "10"], ["收回选票", "10"], ["职务", "候选人", "赞成票"]]
    table = [["主任", name, str(votes)] for votes, name in enumerate(names, start=3)]
    return list(enumerate([*head, *table], start=1))


def test_only_namesakes_get_a_number() -> None:
    assert told_apart(["张伟", "何秋月", "张伟"]) == ["张伟（1）", "何秋月", "张伟（2）"]


@pytest.mark.parametrize("written", ["张伟（1）", "张伟(1)"])
def test_namesakes_get_their_own_votes(written: str) -> None:
    _, sheet = read_sheet(_rows(written, "何秋月", "张伟（2）"), FORM)
    assert sheet.contests[Post.DIRECTOR].votes == {"a": 3, "b": 4, "c": 5}


def test_a_name_that_two_have_is_refused_with_how_to_write_it() -> None:
    with pytest.raises(Invalid) as refused:
        read_sheet(_rows("张伟", "何秋月"), FORM)
    (fault,) = refused.value.fields
    assert (fault.code, fault.line, fault.facts["count"]) == ("candidate_ambiguous", 5, 2)


def test_who_has_the_name_for_another_post_only_is_no_namesake() -> None:
    assert FORM.candidates["member", "张伟"] == "d"
