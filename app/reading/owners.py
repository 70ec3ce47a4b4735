"""Who owns a file of this machine, by name as tar shows it."""

import os
from functools import cache

try:
    import grp
    import pwd
except ImportError:  # Windows has no owners of this kind

    def owner_of(status: os.stat_result) -> str | None:  # noqa: ARG001 - as below
        """Nobody."""
        return None

else:

    def owner_of(status: os.stat_result) -> str | None:
        """`user:group`, by number where there is no name."""
        return f"{_user(status.st_uid)}:{_group(status.st_gid)}"

    @cache
    def _user(number: int) -> str:
        try:
            return pwd.getpwuid(number).pw_name
        except KeyError:
            return str(number)

    @cache
    def _group(number: int) -> str:
        try:
            return grp.getgrgid(number).gr_name
        except KeyError:
            return str(number)
