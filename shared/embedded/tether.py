"""Becomes another program that the kernel ends when the launcher dies. Run as a script, in the new process:

    python -I -S tether.py LAUNCHER_PID SIGNAL UID GID PROGRAM ARGUMENT…

It stands alone (standard library, no import of ours), so it starts in some 10 ms. Doing the same in Popen's
`preexec_fn` would mean running Python between fork and exec, which deadlocks when the launcher has threads.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def become(words: list[str]) -> None:
    launcher, number, user, group = map(int, words[:4])
    command = words[4:]
    if user != os.geteuid():
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)  # after setuid, which would clear it
    if os.getppid() != launcher:
        sys.exit("the launcher ended meanwhile")
    try:
        os.execv(command[0], command)  # noqa: S606 - the launcher's own command lines
    except OSError as error:
        sys.exit(f"{command[0]} cannot be started: {error.strerror}")


if __name__ == "__main__":
    become(sys.argv[1:])
