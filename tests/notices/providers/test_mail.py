"""A message as an e-mail: what mail programs read is what was meant, whatever is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.providers.mail import Letterhead, NoMailAddress, composed, mail_address, one_line
from services.notices.providers.provider import Message
from tests.notices.providers.messages import message

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HEAD = Letterhead("notices@shequ.example", "步埠社区居委会", "office@shequ.example")
HEADERS = {
    "From",
    "Reply-To",
    "MIME-Version",
    "Auto-Submitted",
    "To",
    "Subject",
    "Message-ID",
    "Content-Language",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Date",
    "Content-Type",
}
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


def read(content: bytes, *, utf8: bool = False) -> EmailMessage:
    parsed = message_from_bytes(content, policy=SMTPUTF8 if utf8 else SMTP)
    assert isinstance(parsed, EmailMessage)
    assert not parsed.defects
    return parsed


def bytes_of(worded: Message, address: str = "a@home.example") -> bytes:
    return composed(worded, mail_address(address), HEAD, NOW)


def mail(**changes: str) -> EmailMessage:
    return read(
        composed(message(**{"address": "a@home.example", **changes}), mail_address("a@home.example"), HEAD, NOW)
    )


def body(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_notice_becomes_a_mail_that_programs_can_sort_answer_and_unsubscribe_from() -> None:
    parsed = mail(key="0f-12-0")
    assert set(parsed.keys()) == HEADERS
    assert str(parsed["From"]) == "步埠社区居委会 <notices@shequ.example>"
    assert parsed["Message-ID"] == "<0f-12-0@shequ.example>"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["List-Unsubscribe"] == "<https://shequ.example/leave/abc>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["Date"].datetime == NOW
    assert "<strong>1200</strong>" in body(parsed, "html")
    assert "退订电子邮件通知： https://shequ.example/leave/abc" in body(parsed, "plain")


def test_what_a_message_lacks_is_left_out() -> None:
    parsed = mail(html="", leave="", page="")
    assert parsed.get_content_type() == "text/plain"
    assert "List-Unsubscribe" not in parsed
    assert parsed.get_content() == "收入1200元。"


def test_the_footer_is_in_the_readers_language() -> None:
    parsed = mail(language="en")
    assert "Unsubscribe" in body(parsed, "plain")
    assert parsed["Content-Language"] == "en"
    assert 'lang="en"' in body(parsed, "html")


@settings(max_examples=80, deadline=None)
@given(title=texts, text=texts, html=texts, key=texts, leave=st.one_of(texts, st.just("https://a.example/l")))
def test_no_text_makes_another_header_and_each_is_read_back_as_it_was_meant(
    title: str, text: str, html: str, key: str, leave: str
) -> None:
    content = bytes_of(message(key, title=title, text=text, html=html, leave=leave))
    parsed = read(content)
    assert set(parsed.keys()) <= HEADERS | {"Content-Transfer-Encoding"}
    assert len(parsed.keys()) == len(set(parsed.keys()))
    assert str(parsed["Subject"]) == one_line(title)
    assert body(parsed, "plain").startswith("\r\n".join(text.splitlines()))
    assert all(len(line) <= 998 and not line.startswith(b".") for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize(
    "title",
    [
        "x\r\nBcc: all@home.example",
        "x\nContent-Type: text/html\n\n<script>",
        "=?utf-8?b?5L2g5aW9?=",
        "x\u2028Bcc: y",
        "x\x0b\x0c\x85Bcc: y",
        "很长的标题" * 40,
        "",
        " ",
    ],
)
def test_titles_that_would_be_headers_stay_titles(title: str) -> None:
    parsed = mail(title=title)
    assert set(parsed.keys()) == HEADERS
    assert str(parsed["Subject"]) == one_line(title)


@pytest.mark.parametrize(
    ("address", "sent", "needs_utf8"),
    [
        ("a@home.example", "a@home.example", False),
        ("a.b+c@home.example", "a.b+c@home.example", False),
        ("a@步埠.example", "a@xn--djs176b.example", False),
        ("王五@步埠.example", "王五@xn--djs176b.example", True),
    ],
)
def test_addresses_in_any_script_are_written_as_servers_take_them(address: str, sent: str, needs_utf8: bool) -> None:
    found = mail_address(address)
    assert (found.text, found.needs_utf8) == (sent, needs_utf8)
    assert str(read(bytes_of(message(), address), utf8=True)["To"]) == sent


@settings(max_examples=80, deadline=None)
@given(st.one_of(texts, texts.map(lambda text: f"{text}@home.example"), texts.map(lambda text: f"a@{text}.example")))
def test_whatever_is_taken_as_an_address_is_one_and_stays_on_its_line(text: str) -> None:
    try:
        address = mail_address(text)
    except NoMailAddress:
        return
    assert not set(address.text) & set("\r\n<> ,;\x00")
    parsed = read(composed(message(address=text), address, HEAD, NOW), utf8=True)
    assert len(parsed["To"].addresses) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "a@home.example\r\nRCPT TO:<b@home.example>",
        "a b@home.example",
        "<a@home.example>",
        "a@b@c.example",
    ],
)
def test_nobodys_addresses_are_refused(address: str) -> None:
    with pytest.raises(NoMailAddress):
        mail_address(address)
