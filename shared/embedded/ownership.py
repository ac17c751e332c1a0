"""PostgreSQL refuses to run as root: started by root it runs as a user of its own, which must reach its files."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from pathlib import Path

from shared.embedded.errors import UnreachableFolder

_USER = "pgserver"


def server_user() -> str | None:
    """The system user for PostgreSQL: None (ourselves) unless we are root. Made if it does not exist."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        subprocess.run(["/usr/sbin/useradd", "--system", "--no-create-home", _USER], check=True)
    return _USER


def hand_over(folder: Path) -> None:
    """Gives the folder to the server's user. Raises UnreachableFolder if that user cannot pass its parents."""
    user = server_user()
    if user is None:
        return
    for parent in folder.resolve().parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            raise UnreachableFolder(
                f"PostgreSQL does not run as root, and its user '{user}' cannot pass through {parent}. Choose another "
                f"data folder (--data /var/lib/shequ), run as an ordinary user, or: chmod o+x {parent}"
            )
    owner = pwd.getpwnam(user)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
