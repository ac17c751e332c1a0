"""PostgreSQL refuses to run as root: started by root it runs as a user of its own, which must reach its files."""

from __future__ import annotations

import fcntl
import logging
import os
import pwd
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.embedded.access_list import grant_passage
from shared.embedded.errors import UnreachableFolder

_USER = "pgserver"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    user: int
    group: int


def server_account(folder: Path) -> Account | None:
    """Who PostgreSQL runs as: None (ourselves) unless we are root; then the folder's owner, or a user of its own."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    entry = _own_user()
    return Account(entry.pw_uid, entry.pw_gid)


def hand_over(folder: Path, account: Account | None) -> None:
    """The folder becomes the server's, closed to everybody else."""
    if account:
        os.chown(folder, account.user, account.group)
    folder.chmod(0o700)


def let_pass(path: Path, account: Account | None) -> None:
    """Sees to it that the server's user gets through the folders above `path`, without opening them to anybody else.

    A checkout under /root or in a new temporary folder lies behind a closed door (0700). Raises UnreachableFolder if
    the file system knows no access lists.
    """
    if account is None:
        return
    for parent in reversed(path.resolve().parents):
        if not parent.stat().st_mode & stat.S_IXOTH:
            _open(parent, account)


def _open(folder: Path, account: Account) -> None:
    try:
        granted = grant_passage(folder, account.user)
    except OSError as error:
        raise UnreachableFolder(
            f"PostgreSQL does not run as root, and its user '{_USER}' cannot pass through {folder}. Choose another "
            f"data folder (--data /var/lib/shequ), run as an ordinary user, or: chmod o+x {folder}"
        ) from error
    if granted:
        log.warning("%s: the user %s may now pass through (not read), for PostgreSQL", folder, _USER)


def _own_user() -> pwd.struct_passwd:
    """Made if it is not there, by one launcher at a time: two `useradd` at once leave the user with another number
    than the one that the first of them has been told."""
    with _locked(Path("/etc")):
        try:
            return pwd.getpwnam(_USER)
        except KeyError:
            _make_user()
        return pwd.getpwnam(_USER)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _make_user() -> None:
    command = ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise UnreachableFolder(
            f"PostgreSQL does not run as root, and no user '{_USER}' could be made for it ({error}): "
            f"add that user, or run as an ordinary user"
        ) from error
