"""Evidence is told by what a file is, not by what it is called."""

from __future__ import annotations

import pytest

from services.elections.domain.committee.complaints import LARGEST_EVIDENCE, MOST_EVIDENCE, evidence_kind
from services.elections.domain.procedure.office_above import check_office
from shared.errors import Conflict, Forbidden, Invalid


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"\xff\xd8\xff\xe0", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-1.4", "application/pdf")],
)
def test_pictures_and_documents_are_known_by_how_they_begin(start: bytes, kind: str) -> None:
    assert evidence_kind(start, (), "a") == kind


def test_a_file_may_have_five_megabytes_and_not_a_byte_more() -> None:
    largest = b"%PDF-".ljust(LARGEST_EVIDENCE, b"0")
    assert evidence_kind(largest, (), "a") == "application/pdf"
    with pytest.raises(Invalid) as refused:
        evidence_kind(largest + b"0", (), "a")
    assert [fault.code for fault in refused.value.fields] == ["evidence_too_large"]


def test_a_complaint_has_so_many_files_and_no_more() -> None:
    there = [str(number) for number in range(MOST_EVIDENCE)]
    assert evidence_kind(b"%PDF-", there[1:], "new")
    with pytest.raises(Conflict):
        evidence_kind(b"%PDF-", there, "new")


@pytest.mark.parametrize(("area", "above"), [("450403002003", False), ("450403002000", True), ("450403000000", True)])
def test_the_office_above_is_a_subdistrict_or_higher(area: str, above: bool) -> None:
    if above:
        check_office(area)
    else:
        with pytest.raises(Forbidden):
            check_office(area)
