"""What must hold for all code, whoever writes it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from tests.architecture.sources import ROOT, broken, called, calls, files, name_of, tree

CODE = files("shared", "services", "demo", "samples", "benchmarks", suffix=".py")

SENDING = {"delay", "apply_async", "send_task"}
MAY_SEND = re.compile(r"shared/worker/(sender|factory|heartbeat|beat)\.py|services/\w+/tasks\.py")
MAY_COMMIT = re.compile(r"shared/database/\w+\.py")
MAY_READ_THE_ENVIRONMENT = re.compile(
    r"shared/(settings|metrics|worker/beat|cli/\w+|embedded/\w+)\.py|(demo|samples|benchmarks)/.*"
)
THE_HOST_S_WORD = re.compile(r"\b_external\b|\brequest\.(url|base_url|host_url|url_root|root_url|host)\b")
ASKS_WHERE_THE_REQUEST_CAME_TO = {
    "shared/web/desk/inside.py",  # the desk calls the API as if the browser had
    "shared/web/other_sites.py",
    "shared/web/templates/problem.html",
}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
MOST_LINES = 300


def test_import_contracts_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def _lines_that_call(names: Collection[str]) -> Callable[[Path], list[int]]:
    return lambda path: [call.lineno for call in calls(path) if called(call) in names]


def test_only_the_unit_of_work_commits() -> None:
    assert broken(_others(MAY_COMMIT), _lines_that_call({"commit"})) == {}


def test_only_the_relay_and_tasks_send() -> None:
    """A workflow that sends a task itself loses it if the process dies between commit and sending."""
    assert broken(_others(MAY_SEND), _lines_that_call(SENDING)) == {}


def test_the_rules_read_no_clock() -> None:
    rules = [path for path in CODE if re.match("services/.*/domain/", name_of(path))]
    assert rules
    assert broken(rules, _lines_that_call({"now", "today", "utcnow", "new_id"})) == {}


def test_only_settings_read_the_environment() -> None:
    assert broken(_others(MAY_READ_THE_ENVIRONMENT), _lines_with_environ) == {}


def _others(allowed: re.Pattern[str]) -> list[Path]:
    """All code but what may do it."""
    return [path for path in CODE if not allowed.fullmatch(name_of(path))]


def _lines_with_environ(path: Path) -> list[int]:
    return [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and _is_environ(node)]


def _is_environ(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "os" and node.attr in {"environ", "getenv"}


def test_no_address_is_made_of_a_request_s_host() -> None:
    """Printed or sent, it is a clerk's intranet name or a forger's site. `public_address` makes those that leave."""
    sources = [*files("shared", "services", suffix=".py"), *files("shared", "services", suffix=".html")]
    others = [path for path in sources if name_of(path) not in ASKS_WHERE_THE_REQUEST_CAME_TO]
    assert broken(others, lambda path: THE_HOST_S_WORD.search(path.read_text(encoding="utf-8"))) == {}


def test_log_lines_are_constant_text_with_fields() -> None:
    assert (
        broken(CODE, lambda path: [call.lineno for call in calls(path) if _logs(call) and not _is_constant(call)]) == {}
    )


def _logs(call: ast.Call) -> bool:
    function = call.func
    is_method = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
    return is_method and function.value.id == "log" and function.attr in LEVELS


def _is_constant(call: ast.Call) -> bool:
    return isinstance(call.args[0], ast.Constant)


def test_a_module_is_short_enough_to_be_read_at_once() -> None:
    assert broken(CODE, lambda path: len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES) == {}


def test_every_folder_of_tests_is_a_package() -> None:
    assert broken(files("tests", suffix=".py"), lambda path: not (path.parent / "__init__.py").exists()) == {}


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
_BINARY = {".png", ".jpg", ".xlsx", ".ico", ".gz", ".woff2", ".pdf", ".ttf"}


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert broken((path for path in files() if path.suffix not in _BINARY), _forbidden) == {}


def _forbidden(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8", "replace")
    return [f"{what}: {found[0]}" for what, pattern in _FORBIDDEN.items() if (found := pattern.search(text))]


def test_services_make_metrics_only_with_the_library() -> None:
    """One made before `shared.metrics` is imported finds no folder to write to, in containers alone."""
    making = re.compile(r"^(from|import) prometheus_client", re.MULTILINE)
    assert broken(files("services", suffix=".py"), lambda path: making.search(path.read_text(encoding="utf-8"))) == {}
