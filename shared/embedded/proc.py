"""What the kernel tells about a process: proc(5). A process that has ended, or is a zombie, answers with nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_STATE, _START_TIME = 0, 19  # places in /proc/<pid>/stat, counted after the name


def running() -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        if is_running(int(folder.name)):
            yield int(folder.name)


def is_running(pid: int) -> bool:
    fields = _stat(pid)
    return bool(fields) and fields[_STATE] not in "ZX"


def identity(pid: int) -> str:
    """Number, boot and start time: a number is given again some day, the three together never."""
    fields = _stat(pid)
    return f"{pid} {_BOOT.read_text(encoding='ascii').strip()} {fields[_START_TIME] if fields else 'ended'}"


def command(pid: int) -> list[str]:
    return _words(pid, "cmdline")


def environment(pid: int) -> list[str]:
    """NAME=value; empty too if the process is another user's, or has written over it as servers do for their title."""
    return _words(pid, "environ")


def _words(pid: int, name: str) -> list[str]:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes().decode(errors="surrogateescape").split("\0")
    except OSError:
        return []


def _stat(pid: int) -> list[str]:
    """From the third field on: the second, the program's name, may hold spaces and brackets."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
