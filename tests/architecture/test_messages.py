"""Every Chinese text that a person may be shown has its English, with the same placeholders."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from shared import errors
from tests.architecture.sources import HANZI, ROOT, broken, called, calls, files, name_of, tree

REFUSALS = {name for name, _ in inspect.getmembers(errors, inspect.isclass)}
TELLING = REFUSALS | {"Broken", "translate", "tell", "_", "ValidationError"}
PLACEHOLDER = re.compile(r"\{\w+\}")
IN_TEMPLATE = re.compile(r"""\b_\(\s*(?:"([^"]*)"|'([^']*)')""")

# Chinese that is no message: names of languages, parts of dates, words for operators of the command line.
NO_MESSAGES = {"中文", "年", "月", "日"}


def _catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale="en") if entry.id}


def _catalogues() -> list[Path]:
    return [path for path in files("shared", "services", suffix=".po") if path.name == "en.po"]


CATALOGUES = {path.parent.parent.name: _catalogue(path) for path in _catalogues()}


def _english(path: Path) -> dict[str, str]:
    """What the file's process has at run time: the library's catalogue and its own service's."""
    parts = path.relative_to(ROOT).parts
    return CATALOGUES["shared"] | CATALOGUES.get(parts[1], {})


def _without_english(path: Path, texts: Iterator[str]) -> list[str]:
    english = _english(path)
    return sorted({text for text in texts if text not in english})


def _literals(node: ast.AST) -> Iterator[str]:
    """Chinese texts within; parts of f-strings are no messages (a test below sees to that)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and HANZI.search(node.value):
        yield node.value
    elif not isinstance(node, ast.JoinedStr):
        for part in ast.iter_child_nodes(node):
            yield from _literals(part)


def _arguments(call: ast.Call) -> list[ast.expr]:
    """What a call tells, without the place that a fault is in: a header of the file is told as it is there."""
    positional = call.args[1:] if called(call) in REFUSALS else call.args
    return [*positional, *(word.value for word in call.keywords if word.arg not in {"field", "column", "code"})]


def _constants(path: Path) -> dict[str, ast.expr]:
    """Module-level names and what they stand for, so that a message kept in a constant is found too."""
    return {
        target.id: node.value
        for node in tree(path).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _told(path: Path) -> Iterator[str]:
    """Chinese texts in the arguments of whatever tells something to a person."""
    constants = _constants(path)
    for call in calls(path):
        if called(call) in TELLING or called(call).endswith(("_refused", "_error")):
            for argument in _arguments(call):
                yield from _literals(argument)
                for name in ast.walk(argument):
                    if isinstance(name, ast.Name) and name.id in constants:
                        yield from _literals(constants[name.id])


def _documentation(path: Path) -> set[int]:
    return {
        id(node.value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _all_literals(path: Path) -> Iterator[str]:
    documentation = _documentation(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield from _literals(node)


def _in_templates(path: Path) -> Iterator[str]:
    for double, single in IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
        if HANZI.search(double or single):
            yield double or single


LIBRARY = [
    path for path in files("shared", suffix=".py") if not name_of(path).startswith(("shared/cli", "shared/embedded"))
]


def test_every_text_of_the_library_has_english() -> None:
    known = CATALOGUES["shared"].keys() | NO_MESSAGES
    assert broken(LIBRARY, lambda path: [text for text in _all_literals(path) if text not in known]) == {}


def test_a_message_is_a_constant_text_with_facts_and_no_f_string() -> None:
    assert broken(files("shared", "services", suffix=".py"), _lines_that_tell_an_f_string) == {}


def _lines_that_tell_an_f_string(path: Path) -> list[int]:
    telling = (call for call in calls(path) if called(call) in REFUSALS | {"translate", "tell"})
    return [call.lineno for call in telling if any(isinstance(each, ast.JoinedStr) for each in _arguments(call))]


def test_every_message_of_a_service_has_english() -> None:
    assert broken(files("services", suffix=".py"), lambda path: _without_english(path, _told(path))) == {}


def _words(path: Path) -> Iterator[str]:
    """Chinese texts of choices, beside their values."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef) and any(
            isinstance(base, ast.Name) and base.id == "Worded" for base in node.bases
        ):
            for choice in node.body:
                if isinstance(choice, ast.Assign):
                    yield from _literals(choice)


WORDED = [path for path in files("shared", "services", suffix=".py") if "(Worded):" in path.read_text(encoding="utf-8")]


def test_every_word_for_a_code_has_english() -> None:
    assert broken(WORDED, lambda path: _without_english(path, _words(path))) == {}


DESKS = [path for path in files("services", suffix=".py") if "desk" in path.parts]


def test_every_word_of_a_desk_has_english() -> None:
    assert broken(DESKS, lambda path: _without_english(path, _all_literals(path))) == {}


def test_every_text_of_a_template_is_marked_and_has_english() -> None:
    templates = files("shared", "services", suffix=".html")
    assert broken(templates, lambda path: _without_english(path, _in_templates(path))) == {}
    assert broken(templates, lambda path: HANZI.findall(_bare(path))) == {}


def _bare(template: Path) -> str:
    """What stands in it outside of Jinja's marks."""
    marks = r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"
    return re.sub(marks, "", template.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", _catalogues(), ids=name_of)
def test_english_keeps_the_placeholders(path: Path) -> None:
    for source, text in _catalogue(path).items():
        assert text, source
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(source)), source


@pytest.mark.parametrize("path", _catalogues(), ids=name_of)
def test_a_catalogue_holds_no_text_that_is_no_longer_used(path: Path) -> None:
    folder = name_of(path.parent.parent)
    sources = files(folder) if folder != "shared" else files("shared", "services")
    text = "\n".join(
        source.read_text(encoding="utf-8")
        for source in sources
        if source.suffix in {".py", ".html", ".yaml", ".md", ".txt", ".xml", ".svg"}
    )
    squeezed = re.sub(r'"\s*\n\s*f?"', "", text)  # a long text stands in code as several literals
    assert [source for source in _catalogue(path) if source not in squeezed] == []


def test_the_same_text_has_one_english() -> None:
    seen: dict[str, str] = {}
    for path in _catalogues():
        for source, text in _catalogue(path).items():
            assert seen.setdefault(source, text) == text, f"{source} ({path.relative_to(ROOT)})"
