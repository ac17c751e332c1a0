"""Receipts: codes that open one thing to whoever has them, and that an old person can copy from paper."""

from __future__ import annotations

import secrets

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are taken for others: 0 O, 1 I L, U V."""

_LENGTH = 12
_ALIKE = str.maketrans({"U": "V"})


def new_receipt() -> str:
    """Some 59 random bits: at the hundred tries a second that a server stands, a hit among a million takes 18 years."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def receipt_in(typed: str) -> str:
    """What somebody typed, without spaces, dashes and small letters; an address that holds the code is fine, too."""
    last = typed.strip().rstrip("/").rpartition("/")[2]
    return "".join(sign for sign in last.upper().translate(_ALIKE) if sign.isalnum())


def shown_receipt(code: str) -> str:
    """In groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
