"""Certificates: their codes, how long they are good, and when they are to be renewed.

A code is twelve random signs and a check sign. The signs are 31, a prime number, and leave out those that are mistaken
for another (0 and O, I, L and 1, U and V): with weights 1 to 12 in arithmetic modulo 31 every single wrong sign and
every two signs that changed places are found, so that a slip of the pen is told from a code that was never given out.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from unicodedata import normalize

from shared.errors import Conflict, Invalid
from shared.worded import Worded

SIGNS = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
CODES = len(SIGNS) ** LENGTH
RENEW_BEFORE = timedelta(days=60)

_ALIKE = str.maketrans({"I": "1", "L": "1", "U": "V", " ": None, "-": None, "－": None, "—": None})


class CertificateState(Worded):
    VALID = "valid", "证书有效"
    EXPIRED = "expired", "证书已过期"
    REVOKED = "revoked", "证书已撤销"


def code_of(number: int) -> str:
    """The code of a random number below CODES."""
    body = ""
    for _ in range(LENGTH):
        number, sign = divmod(number, len(SIGNS))
        body += SIGNS[sign]
    return body + _check_sign(body)


def read_code(typed: str) -> str:
    """The code in what somebody typed. Raises Invalid when they mistyped it."""
    code = normalize("NFKC", typed).upper().translate(_ALIKE)
    well_formed = len(code) == LENGTH + 1 and all(sign in SIGNS for sign in code)
    if not well_formed or _check_sign(code[:-1]) != code[-1]:
        raise Invalid("certificate_code_mistyped", "证书编号输入有误：请对照证书，逐字检查后再试。")
    return code


def shown(code: str) -> str:
    """In groups, as it stands on paper."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def state_of(expires_on: date | None, revoked_on: date | None, *, today: date) -> CertificateState:
    """On its last day a certificate is still good."""
    if revoked_on is not None:
        return CertificateState.REVOKED
    return CertificateState.EXPIRED if expires_on is not None and expires_on < today else CertificateState.VALID


def expiry(issued_on: date, valid_months: int | None) -> date | None:
    """The last day: the day before the same day of a later month, or that month's last but for it."""
    if valid_months is None:
        return None
    years, month = divmod(issued_on.year * 12 + issued_on.month - 1 + valid_months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(issued_on.day, last)) - timedelta(days=1)


def must_be_over(over: bool) -> None:
    if not over:
        raise Conflict("session_not_over", "培训结束以后才能发证书。")


def _check_sign(body: str) -> str:
    return SIGNS[sum(weight * SIGNS.index(sign) for weight, sign in enumerate(body, 1)) % len(SIGNS)]
