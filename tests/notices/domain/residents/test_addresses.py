"""What an address on a channel must look like, and in which form it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.addresses import check_address, masked, masked_name
from shared.columns.cells import Unreadable

KEPT = [
    (Channel.EMAIL, " Zhang.San@Example.COM ", "Zhang.San@example.com"),
    (Channel.EMAIL, "ｚｈａｎｇ＠example.com", "zhang@example.com"),
    (Channel.EMAIL, "用户@例子.中国", "用户@例子.中国"),
    (Channel.EMAIL, "li@xn--fsqu00a.xn--0zwm56d", "li@例子.测试"),
    (Channel.SMS, "138 0013 8000", "+8613800138000"),
    (Channel.SMS, "+86-138-0013-8000", "+8613800138000"),
    (Channel.SMS, "００８６１３８００１３８０００", "+8613800138000"),
    (Channel.SMS, "+852 9123 4567", "+85291234567"),
    (Channel.SMS, "00853 6612 3456", "+85366123456"),
    (Channel.MESSAGING, "wx_zhang-3", "wx_zhang-3"),
    (Channel.WEBHOOK, "https://hooks.example.com/a?b=c", "https://hooks.example.com/a?b=c"),
]
REFUSED = [
    (Channel.EMAIL, "zhang@"),
    (Channel.EMAIL, "a..b@example.com"),
    (Channel.EMAIL, "zhang@localhost"),
    (Channel.EMAIL, "x" * 65 + "@example.com"),
    (Channel.EMAIL, "a@example.com\r\nBcc: all@example.com"),
    (Channel.EMAIL, "a@example.com\nBcc: all@example.com"),
    (Channel.EMAIL, "a@example.com, b@example.com"),
    (Channel.EMAIL, "李 <li@example.com>"),
    (Channel.EMAIL, "a\x00@example.com"),
    (Channel.EMAIL, "a\u202e@example.com"),
    (Channel.SMS, "0774-2021234"),
    (Channel.SMS, "1380013800"),
    (Channel.SMS, "12800138000"),
    (Channel.SMS, "+1 202 555 0100"),
    (Channel.SMS, "13800138000\n13800138001"),
    (Channel.MESSAGING, "a b"),
    (Channel.MESSAGING, "-"),
    (Channel.WEBHOOK, "http://hooks.example.com/"),
    (Channel.WEBHOOK, "https://user:secret@hooks.example.com/"),
    (Channel.WEBHOOK, "https://localhost/"),
    (Channel.WEBHOOK, "https://127.0.0.1/"),
    (Channel.WEBHOOK, "https://127.1/"),
    (Channel.WEBHOOK, "https://0x7f.1/"),
    (Channel.WEBHOOK, "https://[::1]/"),
    (Channel.WEBHOOK, "https://database.internal/"),
    (Channel.WEBHOOK, "https://hooks.example.com:99999/"),
    (Channel.WEBHOOK, "javascript:alert(1)"),
    (Channel.WEBHOOK, "https://hooks.example.com\\@evil.example.net/"),
]


@pytest.mark.parametrize(("channel", "typed", "kept"), KEPT)
def test_an_address_is_kept_in_the_form_that_providers_take(channel: Channel, typed: str, kept: str) -> None:
    assert check_address(channel, typed) == kept
    assert check_address(channel, kept) == kept


@pytest.mark.parametrize(("channel", "typed"), REFUSED)
def test_what_nobody_could_be_reached_by_is_refused(channel: Channel, typed: str) -> None:
    with pytest.raises(Unreadable):
        check_address(channel, typed)


@settings(max_examples=150, deadline=None)
@given(channel=st.sampled_from([each for each in Channel if each.needs_address]), text=st.text(max_size=60))
def test_whatever_is_typed_what_is_kept_has_no_control_character(channel: Channel, text: str) -> None:
    try:
        kept = check_address(channel, text)
    except Unreadable:
        return
    assert kept.isprintable()
    assert check_address(channel, kept) == kept


def test_masked_addresses_are_known_to_their_owners_only() -> None:
    assert masked(Channel.EMAIL, "zhang.san@example.com") == "z***@example.com"
    assert masked(Channel.SMS, "+8613800138000") == "*******8000"
    assert masked(Channel.WEBHOOK, "https://hooks.example.com/secret") == "https://hooks.example.com/***"
    assert masked_name("张小三") == "张**"
