from __future__ import annotations

import json
from pathlib import Path

from shared.auth.keys import ensure_keys


def test_the_private_key_is_for_its_owner_only(tmp_path: Path) -> None:
    private, public = ensure_keys(tmp_path / "new" / "folder")
    assert private.stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE" in private.read_bytes()
    (key,) = json.loads(public.read_text())["keys"]
    assert "d" not in key
    assert key["alg"] == "EdDSA"


def test_keys_that_exist_stay(tmp_path: Path) -> None:
    before = [path.read_bytes() for path in ensure_keys(tmp_path)]
    assert [path.read_bytes() for path in ensure_keys(tmp_path)] == before


def test_a_lost_key_set_is_made_again_from_the_private_key(tmp_path: Path) -> None:
    _, public = ensure_keys(tmp_path)
    before = public.read_bytes()
    public.unlink()
    ensure_keys(tmp_path)
    assert public.read_bytes() == before
