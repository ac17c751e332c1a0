"""A bundle proves its result or says why not; whatever is changed in it, by whomever, it is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.elections.domain.archive import contents
from services.elections.domain.archive.checking import check_bundle
from services.elections.domain.archive.packing import MANIFEST, SEAL, canonical, pack
from services.elections.domain.archive.report import Level
from services.elections.store.rule_sets import known_rule_set
from shared.errors import fill
from shared.messages import translate
from tests.elections.domain.archive.bundles import (
    ANOTHER_KEY,
    IMAGE,
    KEY,
    callout,
    changed,
    one_station,
    papers,
    places,
    resealed,
    sealed,
    sealed_files,
    stations,
)

DOUBTFUL = {"station": "s0", "sheet": 1, "papers": 1, "ground": "blank", "decision": "counts", "deciders": 3}
GOOD = sealed_files(papers(one_station(57, 3), images=True, callouts=[callout(2, 3)], doubtful=[DOUBTFUL]))
"""A bundle that verifies; tests change copies of it."""
SCAN = next(name for name in GOOD if name.startswith(contents.IMAGES))


def wrong(content: bytes) -> set[str]:
    report = check_bundle(content, key=KEY.public_key(), known_rules=known_rule_set)
    assert report.proven is not bool(report.wrong)
    return {line.code for line in report.wrong}


def text_of(name: str) -> Any:
    return json.loads(GOOD[name])


@given(typed=stations, electors=st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_whatever_was_counted_the_bundle_verifies(typed: Any, electors: int) -> None:
    assert wrong(sealed(papers(typed, electors=electors))) == set()


def test_every_line_has_its_words_in_both_languages_and_the_findings_their_arithmetic() -> None:
    report = check_bundle(pack(GOOD), key=KEY.public_key(), known_rules=known_rule_set)
    for line in report.lines:
        assert translate(line.message, "en") != line.message
        assert "{" not in fill(line.message, line.facts)
    told = [(line.facts.get("inequality"), line.clause) for line in report.lines if line.code == "finding"]
    assert ("2×60 > 100", "Art 19") in told


@given(place=st.integers(0, len(pack(GOOD)) - 1), bit=st.integers(0, 7))
@settings(max_examples=100, deadline=None)
def test_one_changed_bit_anywhere_is_found(place: int, bit: int) -> None:
    content = bytearray(pack(GOOD))
    content[place] ^= 1 << bit
    assert wrong(bytes(content))


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_one_changed_value_is_found(data: st.DataObject) -> None:
    """In any of the texts, the list of files and the seal among them."""
    name = data.draw(st.sampled_from([*contents.TEXTS, MANIFEST, SEAL]))
    place = data.draw(st.sampled_from(places(text_of(name))))
    assert wrong(pack({**GOOD, name: canonical(changed(text_of(name), place))}))


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_value_with_a_new_list_and_a_seal_of_another_key_is_found(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(contents.TEXTS))
    place = data.draw(st.sampled_from(places(text_of(name))))
    files = {**GOOD, name: canonical(changed(text_of(name), place))}
    assert "seal_of_another_key" in wrong(pack(resealed(files, ANOTHER_KEY)))


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_figures_and_verdicts_are_not_believed_even_under_the_right_seal(data: st.DataObject) -> None:
    """Whoever holds the key cannot seal a result that the sheets do not come to."""
    name = data.draw(st.sampled_from([contents.VERDICT, contents.TALLY]))
    value = text_of(name) if name == contents.VERDICT else text_of(name)["totals"]
    other = changed(value, data.draw(st.sampled_from(places(value))))
    text = other if name == contents.VERDICT else {**text_of(name), "totals": other}
    assert wrong(pack(resealed({**GOOD, name: canonical(text)}))) & {"verdict_differs", "totals_differ"}


def _resealed_with(name: str, change: Any) -> set[str]:
    value = text_of(name)
    change(value)
    return wrong(pack(resealed({**GOOD, name: canonical(value)})))


def test_a_sheet_that_one_person_typed_twice_is_refused() -> None:
    def same_clerk(sheets: Any) -> None:
        for entry in sheets["stations"][0]["sheets"][0]["entries"]:
            entry["clerk"] = "typist-1"

    assert "sheet_clerks" in _resealed_with(contents.SHEETS, same_clerk)


def test_two_typings_that_differ_are_refused() -> None:
    def differ(sheets: Any) -> None:
        sheets["stations"][0]["sheets"][0]["entries"][0]["figures"]["issued"] += 1

    assert "sheet_differs" in _resealed_with(contents.SHEETS, differ)


def test_a_sheet_that_does_not_add_up_is_refused() -> None:
    def more_votes_than_papers(sheets: Any) -> None:
        for entry in sheets["stations"][0]["sheets"][0]["entries"]:
            entry["figures"]["contests"]["director"]["votes"]["director-0"] = 61

    assert "sheet_impossible" in _resealed_with(contents.SHEETS, more_votes_than_papers)


def test_a_station_that_is_there_twice_is_refused() -> None:
    def twice(sheets: Any) -> None:
        sheets["stations"].append(sheets["stations"][0])

    assert _resealed_with(contents.SHEETS, twice)


def test_a_roll_published_nineteen_days_before_is_refused_unless_the_office_above_allowed_it() -> None:
    def late(steps: Any) -> None:
        steps["steps"][1]["on"] = "2026-12-01"

    def allowed(steps: Any) -> None:
        late(steps)
        steps["exceptions"] = [{"duty": "roll_late", "reason": "台风停工两日"}]

    assert _resealed_with(contents.STEPS, late) == {"roll_period"}
    assert _resealed_with(contents.STEPS, allowed) == set()


def _objection(received: str, decided: str | None) -> Any:
    def add(steps: Any) -> None:
        steps["objections"] = [{"received_on": received, "decided_on": decided}]

    return add


@pytest.mark.parametrize(
    ("received", "decided", "codes"),
    [
        ("2026-12-05", "2026-12-08", set()),
        ("2026-12-06", "2026-12-08", {"objection_period"}),
        ("2026-12-05", None, {"objection_open"}),
    ],
)
def test_objections_are_received_within_five_days_and_decided(
    received: str, decided: str | None, codes: set[str]
) -> None:
    assert _resealed_with(contents.STEPS, _objection(received, decided)) == codes


@pytest.mark.parametrize(("decided", "late"), [("2026-12-08", False), ("2026-12-09", True)])
def test_a_reply_after_the_third_day_is_noted_and_voids_nothing(decided: str, late: bool) -> None:
    steps = text_of(contents.STEPS)
    _objection("2026-12-05", decided)(steps)
    report = check_bundle(pack(resealed({**GOOD, contents.STEPS: canonical(steps)})), key=KEY.public_key())
    assert report.proven
    assert ("reply_late" in {line.code for line in report.lines if line.level is Level.NOTED}) is late


@pytest.mark.parametrize(("completed", "late"), [("2026-12-30", False), ("2026-12-31", True)])
def test_a_handover_after_the_tenth_day_is_noted(completed: str, late: bool) -> None:
    steps = text_of(contents.STEPS)
    steps["handover"]["completed_on"] = completed
    report = check_bundle(pack(resealed({**GOOD, contents.STEPS: canonical(steps)})), key=KEY.public_key())
    assert report.proven
    assert ("handover_late" in {line.code for line in report.lines}) is late


def test_a_certifier_who_typed_a_sheet_is_refused() -> None:
    def typed(steps: Any) -> None:
        steps["steps"][-1]["by"] = "typist-1"

    assert "certifier_involved" in _resealed_with(contents.STEPS, typed)


def test_a_step_that_the_audit_trail_does_not_know_is_refused() -> None:
    def by_another(steps: Any) -> None:
        steps["steps"][2]["by"] = "somebody"

    assert _resealed_with(contents.STEPS, by_another) == {"step_not_in_trail"}


def test_a_line_taken_out_of_the_audit_trail_is_found() -> None:
    def shorter(lines: Any) -> None:
        del lines[3]

    assert "audit_broken" in _resealed_with(contents.AUDIT, shorter)


def test_another_roll_than_the_one_published_is_refused() -> None:
    def more(roll: Any) -> None:
        roll["versions"][-1]["electors"] += 1

    assert _resealed_with(contents.ROLL, more) == {"roll_differs"}


def test_a_changed_rule_set_is_refused_even_under_the_right_seal() -> None:
    rules = GOOD[contents.RULES].replace(b"share: more_than_half", b"share: at_least_third")
    assert rules != GOOD[contents.RULES]
    assert "rules_changed" in wrong(pack(resealed({**GOOD, contents.RULES: rules})))


def test_a_rule_set_that_this_program_does_not_know_is_taken_as_it_is() -> None:
    report = check_bundle(pack(GOOD), key=KEY.public_key())
    assert report.proven


def _first_record(change: Any) -> Any:
    def first(callouts: Any) -> None:
        change(callouts[0]["records"][0])

    return first


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_first_record(lambda record: record["contests"]["director"].update(votes=["director-1"])), "callout_broken"),
        (lambda callouts: callouts[0]["records"].pop(), "callout_broken"),
        (lambda callouts: callouts[0]["records"].pop(1), "callout_broken"),
        (lambda callouts: callouts[0]["signatures"].pop(), "callout_unsigned"),
        (lambda callouts: callouts[0]["signatures"][0].update(subject="overseer-1"), "callout_unsigned"),
        (lambda callouts: callouts[0]["signatures"][0].update(subject="officer-certify"), "certifier_signed"),
        (lambda callouts: callouts.append(callout(1, 3)), "callout_differs"),
        (lambda callouts: callouts[0].update(state="open"), "callout_unsigned"),
    ],
)
def test_a_log_of_called_papers_is_run_through_again(change: Any, code: str) -> None:
    assert _resealed_with(contents.CALLOUTS, change) == {code}


def test_a_sheet_mended_from_the_paper_after_the_calling_is_noted() -> None:
    """Its recorder and the second clerk both typed it anew: the log bears out the first entry alone."""
    made = papers(one_station(57, 4), callouts=[callout(2, 3)])
    entries = made.texts[contents.SHEETS]["stations"][0]["sheets"][1]["entries"]
    entries.insert(0, {"clerk": "typist-1", "figures": one_station(3)[0][0]})
    report = check_bundle(sealed(made), key=KEY.public_key(), known_rules=known_rule_set)
    assert [line.code for line in report.wrong] == []
    assert "callout_mended" in {line.code for line in report.lines}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda found: found["stock"].update(printed=99), "papers_unreconciled"),
        (lambda found: found["stock"].update(destroyed=0), "surplus_not_destroyed"),
        (lambda found: found["accounts"][0]["account"].update(issued=59, left_over=2), "papers_account_differs"),
        (lambda found: found["accounts"].pop(), "papers_unreconciled"),
        (lambda found: found["doubtful"][0].update(ground="no_such_ground"), "doubtful_impossible"),
        (lambda found: found["doubtful"][0].update(deciders=0), "doubtful_impossible"),
    ],
)
def test_papers_that_are_not_accounted_for_are_refused(change: Any, code: str) -> None:
    assert code in _resealed_with(contents.PAPERS, change)


def test_a_bundle_of_the_first_format_still_verifies() -> None:
    content = (Path(__file__).parent / "samples" / "format-1.zip").read_bytes()
    report = check_bundle(content, key=KEY.public_key(), known_rules=known_rule_set)
    assert [line.code for line in report.wrong] == []
    assert "format_older" in {line.code for line in report.lines}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({contents.CALLOUTS: GOOD[contents.CALLOUTS].replace(b"caller-1", b"caller-2")}, "file_changed"),
        ({contents.PAPERS: GOOD[contents.PAPERS].replace(b'"kept": 2', b'"kept": 3')}, "file_changed"),
        ({SCAN: IMAGE + b"!"}, "file_changed"),
        ({"more.json": b"{}\n"}, "file_added"),
    ],
)
def test_a_file_changed_or_added_is_named(files: dict[str, bytes], code: str) -> None:
    report = check_bundle(pack({**GOOD, **files}), key=KEY.public_key())
    assert (code, next(iter(files))) in {(line.code, line.facts.get("name")) for line in report.wrong}


@pytest.mark.parametrize("name", [contents.CALLOUTS, contents.PAPERS, contents.AUDIT])
def test_a_byte_changed_in_the_file_as_it_lies_there_is_named(name: str) -> None:
    content = bytearray(pack(GOOD))
    content[content.find(GOOD[name]) + len(GOOD[name]) // 2] ^= 1
    (line,) = check_bundle(bytes(content), key=KEY.public_key()).wrong
    assert (line.code, line.facts["name"]) == ("bundle_file_broken", name)


def test_a_file_taken_out_is_named() -> None:
    report = check_bundle(pack({name: each for name, each in GOOD.items() if name != SCAN}), key=KEY.public_key())
    assert ("file_missing", SCAN) in {(line.code, line.facts.get("name")) for line in report.wrong}


def test_a_swapped_scan_is_found_even_under_the_right_seal() -> None:
    assert wrong(pack(resealed({**GOOD, SCAN: IMAGE + b"!"}))) == {"image_swapped"}


def test_the_seal_of_another_key_is_refused_and_without_a_key_only_noted() -> None:
    content = pack(resealed(GOOD, ANOTHER_KEY))
    assert wrong(content) == {"seal_of_another_key"}
    report = check_bundle(content)
    assert report.proven
    assert "sealed_by_own_key" in {line.code for line in report.lines if line.level is Level.NOTED}


def test_a_preview_is_no_proof() -> None:
    assert wrong(pack({name: each for name, each in GOOD.items() if name != SEAL})) == {"unsealed"}


def test_a_further_ballot_names_the_first_ones_bundle() -> None:
    def further(parent: str | None) -> Any:
        def change(election: Any) -> None:
            election |= {"kind": "another_ballot", "parent_bundle": parent}

        return change

    assert "parent_bundle_missing" in _resealed_with(contents.ELECTION, further(None))
    assert "parent_bundle_missing" not in _resealed_with(contents.ELECTION, further("b" * 64))


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_text_the_check_comes_to_an_end(data: st.DataObject) -> None:
    """Lists for mappings, texts for numbers: a line says so, and nothing is raised."""
    name = data.draw(st.sampled_from(contents.TEXTS))
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    )
    value = data.draw(anything)
    assert check_bundle(pack(resealed({**GOOD, name: canonical(value)})), key=KEY.public_key()).lines
