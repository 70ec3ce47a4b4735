"""Who owns a file of this machine, by name as tar shows it."""

import os
import sys
from functools import cache

if sys.platform == "win32":

    def owner_of(_: os.stat_result) -> str | None:
        """Windows has no owners of this kind."""
        return None

else:
    import grp
    import pwd

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
