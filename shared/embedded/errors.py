"""What can keep the platform from running; each text says what to do."""

from __future__ import annotations


class LauncherError(Exception):
    """Told to whoever started the platform, without a traceback."""


class AlreadyRunning(LauncherError):
    """Another launcher holds this data folder."""


class PortTaken(LauncherError):
    """Something else listens on a port that a service was to have."""


class UnreachableFolder(LauncherError):
    """The data folder, or the PostgreSQL programs, cannot be used by the user who must."""


class ServerFailed(LauncherError):
    """PostgreSQL or Redis did not start or does not answer; the text has what it said."""


class KeepsDying(LauncherError):
    """A process does not stay up; the text has the end of its log."""


class Interrupted(LauncherError):
    """Told to stop before everything was up."""
