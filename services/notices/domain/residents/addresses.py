"""What an address on each channel must look like. What is kept is the form in which providers take it."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from services.notices.domain.delivery.channels import Channel
from shared.columns import cells
from shared.columns.cells import Unreadable

LONGEST = 500

_CHINA = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})")
_HONG_KONG = re.compile(r"(?:\+|00)852([4-9][0-9]{7})")
_MACAO = re.compile(r"(?:\+|00)853(6[0-9]{7})")
_BETWEEN_DIGITS = re.compile(r"[\s().-]")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_@.:+-]{2,127}")
_INSIDE = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet")


def check_address(channel: Channel, text: str) -> str:
    """The address as it is kept. Raises Unreadable, with what would be right, for what nobody could be reached by.

    A line break or another control character, by which a second header could be smuggled in, is never taken.
    """
    if not text.strip().isprintable():
        raise Unreadable("address_broken", "地址里有不能使用的字符。")
    cleaned = cells.required(text, LONGEST)
    return _CHECKS[channel](cleaned)


def _email(text: str) -> str:
    """Local parts and domains in any script (RFC 6531); whether the domain exists is found out by sending."""
    try:
        return validate_email(text, check_deliverability=False, strict=True, test_environment=True).normalized
    except EmailNotValidError:
        raise Unreadable("email_invalid", "电子邮箱“{value}”不正确，应如name@example.com。", value=text[:80]) from None


def _mobile(text: str) -> str:
    """E.164. Only mobile numbers: what an SMS gateway would refuse is better refused here."""
    digits = _BETWEEN_DIGITS.sub("", text)
    for pattern, country in ((_CHINA, "+86"), (_HONG_KONG, "+852"), (_MACAO, "+853")):
        if found := pattern.fullmatch(digits):
            return country + found[1]
    message = "手机号“{value}”不正确：应为11位内地手机号，或以+852、+853开头的港澳手机号；固定电话收不到短信。"
    raise Unreadable("mobile_invalid", message, value=text[:40])


def _account(text: str) -> str:
    if _ACCOUNT.fullmatch(text):
        return text
    raise Unreadable("account_invalid", "即时消息账号“{value}”不正确：3到128个字母、数字或_@.:+-。", value=text[:40])


def _webhook(text: str) -> str:
    """Only https to a name on the public internet: the service must not be sent to call what is inside its own net."""
    try:
        address = urlsplit(text)
        host, port = (address.hostname or "").rstrip("."), address.port
    except ValueError:
        host, port, address = "", None, urlsplit("")
    good = address.scheme == "https" and "." in host and not host.endswith(_INSIDE) and not _is_number(host)
    if not good or address.username is not None or port == 0 or not text.isascii() or " " in text or "\\" in text:
        message = "回调地址“{value}”不能用：应为https://开头的公网域名，不带用户名和密码。"
        raise Unreadable("webhook_invalid", message, value=text[:80])
    return text


def _is_number(host: str) -> bool:
    """An IP address in any of the ways in which systems read one (127.1, 0x7f.1, 2130706433)."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return all(re.fullmatch(r"0[xX][0-9a-fA-F]*|[0-9]+", part) for part in host.split("."))
    return True


_CHECKS = {Channel.EMAIL: _email, Channel.SMS: _mobile, Channel.MESSAGING: _account, Channel.WEBHOOK: _webhook}


def masked(channel: Channel, address: str) -> str:
    """Enough for its owner to know it again: `z***@example.com`, `*******1234`."""
    if channel is Channel.EMAIL:
        name, _, domain = address.rpartition("@")
        return f"{name[:1]}***@{domain}"
    if channel is Channel.WEBHOOK:
        return f"https://{urlsplit(address).hostname}/***"
    return "*" * 7 + address[-4:] if channel is Channel.SMS else f"{address[:2]}***"


def masked_name(name: str) -> str:
    """`张**`: of a person only the family name's first character."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""
