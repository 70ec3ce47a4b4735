"""Where the data folders are: inside the package (an installed wheel) or beside it (a checkout)."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def data_folder(name: str) -> Path:
    """The folder `templates`, `static` or `sample_pki`.

    The wheel carries it inside the package, a checkout beside it. Raises FileNotFoundError, with both places in its
    text, when it is in neither.
    """
    candidates = (PACKAGE / name, PACKAGE.parent / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name!r} is missing; it should be {candidates[0]} or {candidates[1]}: reinstall")
