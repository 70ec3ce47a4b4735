"""Names of an archive's members: text that can be shown, and no longer than a page can show."""

from .bounds import PATH_BYTES, PATH_PARTS
from .visible import is_visible

LITTER_FOLDER = "__MACOSX"
"""Where macOS puts what it adds to a zip file: a second tree of files that are none."""


class NoSuchName(Exception):
    """A name cannot be used; the argument is a sentence for the person."""


def read_member_name(raw: bytes) -> str:
    """A name or a link's target as text. Raises NoSuchName where it cannot be shown, or is too long."""
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        raise NoSuchName("The name is no UTF-8 text.") from None
    if len(raw) > PATH_BYTES or name.count("/") >= PATH_PARTS:
        raise NoSuchName(f"The name has more than {PATH_BYTES} bytes or {PATH_PARTS} parts.")
    if not name or not is_visible(name):
        raise NoSuchName("The name is empty, or holds characters that do not show.")
    return name


def is_litter(name: str) -> bool:
    """Whether macOS made this for itself: resource forks and folder settings."""
    base = name.rstrip("/").rpartition("/")[2]
    return in_litter_folder(name) or base.startswith("._") or base == ".DS_Store"


def in_litter_folder(name: str) -> bool:
    """Whether a member stands in macOS's second tree. A file of that name is a file like others."""
    return LITTER_FOLDER in name.split("/")[:-1]
