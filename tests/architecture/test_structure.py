"""What must hold for all code, whoever writes it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, called, calls, files, name_of, tree

CODE = files("shared", "services", "demo", "samples", "benchmarks", suffix=".py")

SENDING = {"delay", "apply_async", "send_task"}
MAY_SEND = re.compile(r"shared/worker/(sender|factory|heartbeat|beat)\.py|services/\w+/tasks\.py")
MAY_COMMIT = re.compile(r"shared/database/\w+\.py")


def test_import_contracts_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_only_the_unit_of_work_commits(path: Path) -> None:
    committing = [call.lineno for call in calls(path) if called(call) == "commit"]
    assert not committing or MAY_COMMIT.fullmatch(name_of(path)), committing


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_only_the_relay_and_tasks_send(path: Path) -> None:
    """A workflow that sends a task itself loses it if the process dies between commit and sending."""
    sending = [call.lineno for call in calls(path) if called(call) in SENDING]
    assert not sending or MAY_SEND.fullmatch(name_of(path)), sending


@pytest.mark.parametrize("path", files("services", suffix=".py"), ids=name_of)
def test_the_rules_read_no_clock(path: Path) -> None:
    if "/domain/" in name_of(path):
        assert not [call.lineno for call in calls(path) if called(call) in {"now", "today", "utcnow", "new_id"}]


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_only_settings_read_the_environment(path: Path) -> None:
    allowed = re.compile(r"shared/(settings|metrics|worker/beat|cli/\w+|embedded/\w+)\.py|(demo|samples|benchmarks)/.*")
    reading = [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and _is_environ(node)]
    assert not reading or allowed.fullmatch(name_of(path)), reading


def _is_environ(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "os" and node.attr in {"environ", "getenv"}


_THE_HOST_S_WORD = re.compile(r"\b_external\b|\brequest\.(url|base_url|host_url|url_root|root_url|host)\b")
_ASKS_WHERE_THE_REQUEST_CAME_TO = {
    "shared/web/desk/inside.py",  # the desk calls the API as if the browser had
    "shared/web/other_sites.py",
    "shared/web/templates/problem.html",
}


@pytest.mark.parametrize(
    "path", [*files("shared", "services", suffix=".py"), *files("shared", "services", suffix=".html")], ids=name_of
)
def test_no_address_is_made_of_a_request_s_host(path: Path) -> None:
    """Printed or sent, it is a clerk's intranet name or a forger's site. `public_address` makes those that leave."""
    found = _THE_HOST_S_WORD.search(path.read_text(encoding="utf-8"))
    assert not found or name_of(path) in _ASKS_WHERE_THE_REQUEST_CAME_TO, found


LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_log_lines_are_constant_text_with_fields(path: Path) -> None:
    for call in calls(path):
        is_log = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
        if is_log and call.func.value.id == "log" and call.func.attr in LEVELS:
            assert isinstance(call.args[0], ast.Constant), call.lineno


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_module_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", [path for path in files("tests") if path.suffix == ".py"], ids=name_of)
def test_every_folder_of_tests_is_a_package(path: Path) -> None:
    assert (path.parent / "__init__.py").exists()


# Built from parts, so that this file does not find itself.
_FORBIDDEN = {
    "a package registry's host": re.compile(
        r"https?://[^\s/\"'`]*(" + "|".join(("py" + "pi", "python" + "hosted", "npm" + "js", "anacon" + "da")) + ")",
        re.IGNORECASE,
    ),
    "an option that names a registry": re.compile(
        "--(extra-)?index" + "-url|--trusted" + "-host|--find" + "-links http"
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.])/(" + "|".join(("wo" + "rk/main", "wo" + "rk/shared", "home/[a-z]+/", "Users/[a-z]+/")) + ")"
    ),
    "the workshop around the repository": re.compile("farm" + "-studio|shared" + "/design/|/tmp" + "/brief"),
}
_BINARY = {".png", ".jpg", ".xlsx", ".ico", ".gz", ".woff2", ".pdf"}


@pytest.mark.parametrize("path", [path for path in files() if path.suffix not in _BINARY], ids=name_of)
def test_no_file_names_a_registry_or_a_machine(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    for what, pattern in _FORBIDDEN.items():
        found = pattern.search(text)
        assert found is None, f"{what}: {found.group(0) if found else ''}"


def test_services_make_metrics_only_with_the_library() -> None:
    """One made before `shared.metrics` is imported finds no folder to write to, in containers alone."""
    making = [
        name_of(path)
        for path in files("services", suffix=".py")
        if re.search(r"^(from|import) prometheus_client", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert making == []
