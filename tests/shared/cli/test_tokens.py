from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from shared.auth.keys import load_private, public_pem
from shared.auth.roles import ROLES
from shared.auth.tokens import KeySet, TokenVerifier
from shared.cli.main import shequ

AREA = "450403000000"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(shequ, list(arguments))


def test_keys_and_tokens_of_the_command_line_let_one_in(tmp_path: Path) -> None:
    private, public, archive = _run("keys", "--out", str(tmp_path)).output.split()
    assert public_pem(load_private(Path(archive))) == Path(archive).with_name("archive-key.pub.pem").read_bytes()
    minted = _run("token", "--key", private, "--subject", "li", "--area", AREA, "--role", "operator", "--scope", "a:b")
    verifier = TokenVerifier(keys=KeySet(public), issuer="shequ", audience="shequ")
    actor = verifier.actor(minted.output.strip())
    assert actor.scopes == ROLES["operator"] | {"a:b"}
    assert (actor.subject, actor.area) == ("li", AREA)


def test_a_token_for_no_area_is_refused(tmp_path: Path) -> None:
    private = _run("keys", "--out", str(tmp_path)).output.split()[0]
    result = _run("token", "--key", private, "--subject", "li", "--area", "4504")
    assert result.exit_code != 0
    assert "Traceback" not in result.output
