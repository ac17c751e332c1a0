"""A folder's access list (acl(5)): lets one user pass through a folder that stays closed to everybody else."""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path

_ATTRIBUTE = "system.posix_acl_access"
_VERSION = struct.pack("<I", 2)
_ENTRY = struct.Struct("<HHI")  # tag, permissions, user or group
_OWNER, _USER, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NOBODY = 0xFFFFFFFF  # the id of entries that are about no named user or group
_PASS = 1  # the x of rwx: into the folder, without seeing what is there

Entries = dict[tuple[int, int], int]
"""(tag, id) → permissions"""


def grant_passage(folder: Path, user: int) -> bool:
    """False if the user may pass already. Raises OSError where the file system knows no access lists."""
    entries = _read(folder)
    if entries.get((_USER, user), 0) & entries.get((_MASK, _NOBODY), 0) & _PASS:  # chmod may have cut the mask since
        return False
    entries[_USER, user] = entries.get((_USER, user), 0) | _PASS
    # The mask limits named users; without one the owning group's permissions would be lost in it.
    entries[_MASK, _NOBODY] = entries.get((_MASK, _NOBODY), entries[_GROUP, _NOBODY]) | _PASS
    packed = (_ENTRY.pack(tag, permissions, whose) for (tag, whose), permissions in sorted(entries.items()))
    os.setxattr(folder, _ATTRIBUTE, _VERSION + b"".join(packed))
    return True


def _read(folder: Path) -> Entries:
    try:
        raw = os.getxattr(folder, _ATTRIBUTE)
    except OSError:  # it has none: what the mode says, as a list
        mode = stat.S_IMODE(folder.stat().st_mode)
        return {(_OWNER, _NOBODY): mode >> 6 & 7, (_GROUP, _NOBODY): mode >> 3 & 7, (_OTHER, _NOBODY): mode & 7}
    return {(tag, whose): permissions for tag, permissions, whose in _ENTRY.iter_unpack(raw[len(_VERSION) :])}
