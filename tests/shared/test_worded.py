"""Choices with the words in which people read them."""

from __future__ import annotations

import json

import pytest

from shared.worded import Worded


class Light(Worded):
    RED = "red", "红灯"
    GREEN = "green", "绿灯"


def test_a_choice_is_stored_and_sent_as_its_value_and_read_in_words() -> None:
    assert (json.dumps(Light.RED), f"{Light.RED}", Light.RED.value) == ('"red"', "red", "red")
    assert Light.RED == "red"
    assert Light.RED.zh == "红灯"


def test_a_value_leads_back_to_its_choice_and_no_word_does() -> None:
    assert Light("green") is Light.GREEN
    with pytest.raises(ValueError, match="绿灯"):
        Light("绿灯")


def test_a_choice_without_words_is_none() -> None:
    with pytest.raises(TypeError, match="no words for amber"):

        class Lamp(Worded):
            AMBER = "amber"
