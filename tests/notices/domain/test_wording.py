"""Every event that becomes a notice is worded in both languages, by its stored sample, and tells nobody's birth
date."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from services.notices.domain.wording import Text, write
from services.notices.events import WORDED
from services.notices.store.wordings import all_wordings, wording_for
from shared.contracts.registry import load_event_data

SAMPLES = Path(__file__).parents[2] / "contracts" / "samples"
OF_WORDED = [path for path in sorted(SAMPLES.glob("*.json")) if path.stem.removesuffix(".minimal") in WORDED]
_BIRTH_DATE = re.compile(r"19[0-9]{2}")


def worded(event_type: str, **changes: Any) -> Text:
    sample = json.loads((SAMPLES / f"{event_type}.json").read_text(encoding="utf-8"))["data"]
    return write(wording_for(event_type), load_event_data(event_type, sample | changes))


def test_every_event_that_is_published_has_its_wording_and_no_wording_is_left_over() -> None:
    assert {wording.event_type for wording in all_wordings()} == WORDED


@pytest.mark.parametrize("path", OF_WORDED, ids=lambda path: path.stem)
def test_a_stored_sample_is_worded_in_both_languages(path: Path) -> None:
    sample = json.loads(path.read_text(encoding="utf-8"))
    text = write(wording_for(sample["type"]), load_event_data(sample["type"], sample["data"]))
    for part in (text.title, text.body, text.title_en, text.body_en):
        assert part
        assert "{" not in part
        assert "None" not in part
        assert not _BIRTH_DATE.search(part)


@pytest.mark.parametrize(
    ("event_type", "words"),
    [
        ("elections.objection_decided.v1", "申诉成立，名单已更正"),
        ("elections.proxies_published.v1", "黄大明 委托 黄小明"),
        ("elections.exception_granted.v1", "台风停工两日"),
        ("elections.post_ended.v1", "辞职经会议审议通过（第21条）"),
        ("elections.recall_called.v1", "10×160 ≥ 1600"),
        ("elections.deadline_missed.v1", "现已逾期1天，由居民选举委员会负责"),
        ("elections.candidate_withdrawn.v1", "依次递补赵丽为候选人"),
        ("elections.appraisal_published.v1", "委员赵丽：**称职**"),
        ("elections.polls_opened.v1", "主会场，和平路8号，08:00至15:00"),
    ],
)
def test_a_notice_says_what_residents_must_know(event_type: str, words: str) -> None:
    assert words in worded(event_type).body


def test_a_committee_s_english_notice_repeats_no_chinese_word_for_how_it_was_chosen() -> None:
    formed = worded("elections.committee_formed.v1", reason="推选产生")
    assert "推选产生" in formed.body
    assert "meeting on 16 November 2026:" in str(formed.body_en)
    assert "（另行推选）" in str(worded("elections.committee_formed.v1", reason="（另行推选）").body_en)


def test_a_rejected_objection_says_so() -> None:
    assert "申诉不成立" in worded("elections.objection_decided.v1", upheld=False).body


def test_a_by_election_serves_to_the_end_of_the_term() -> None:
    body = worded("elections.result_certified.v1", kind="by_election").body
    assert "任期到本届居民委员会任期届满" in body
    assert "新一届" not in body


def test_a_result_names_the_exceptions_with_their_reasons() -> None:
    exceptions = [{"duty": "roll_late", "reason": "台风停工两日，经区民政局同意顺延。"}]
    assert "经批准的例外：台风停工两日" in worded("elections.result_certified.v1", exceptions=exceptions).body
