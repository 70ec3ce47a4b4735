"""Where the folders of data stand that belong to the program: templates, static files, samples."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder of that name: inside the package (an installed wheel), else beside it (a checkout).

    Raises FileNotFoundError if it is in neither place: the installation is incomplete.
    """
    for place in (PACKAGE / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The folder {name!r} is neither in {PACKAGE} nor beside it. Install kubepki again.")
