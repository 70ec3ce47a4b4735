"""Make the web fonts in static/vendor from the packages of npm: only the glyphs and weights that the pages use.

    npm pack @fontsource-variable/inter@5.3.0 @fontsource-variable/jetbrains-mono@5.3.0
    python tools/subset_fonts.py inter.tgz jetbrains-mono.tgz static/vendor

Needs fonttools and brotli. The same input gives the same bytes: no time is written into the fonts. A name outside these
glyphs (a node called `knöten`) is drawn in the system's font, which costs nothing on the wire.
"""

import io
import json
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

BASIC_LATIN = "".join(map(chr, range(0x20, 0x7F)))
PUNCTUATION = "\u00a0·×‘’“”–—…•"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of an npm package, the weights to keep, and the features that the style sheet switches on."""

    member: str
    made: str
    weights: tuple[int, int]
    features: tuple[str, ...]


FACES = (
    Face("package/files/inter-latin-wght-normal.woff2", "inter-{}-latin.woff2", (400, 650), ("kern", "ccmp", "tnum")),
    Face(
        "package/files/jetbrains-mono-latin-wght-normal.woff2", "jetbrains-mono-{}-latin.woff2", (400, 600), ("ccmp",)
    ),
)


def version(archive: tarfile.TarFile) -> str:
    """The `version` of the package's package.json."""
    found = archive.extractfile("package/package.json")
    assert found is not None
    return str(json.load(found)["version"])


def subset(data: bytes, face: Face) -> bytes:
    """The font with its weight axis limited to `face.weights` and its glyphs to those the pages use."""
    limited = instancer.instantiateVariableFont(TTFont(io.BytesIO(data), recalcTimestamp=False), {"wght": face.weights})
    limited.flavor = None
    plain = io.BytesIO()
    limited.save(plain)  # read again: the subsetter cannot work on tables that the instancer left half-loaded
    font = TTFont(io.BytesIO(plain.getvalue()), recalcTimestamp=False)
    options = Options()
    options.layout_features = list(face.features)
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # 13 and 14 are the licence: it stays with the font
    subsetter = Subsetter(options)
    subsetter.populate(text=BASIC_LATIN + PUNCTUATION)
    subsetter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def main(arguments: list[str]) -> int:
    """Make the subsets: the folder, then the packages. Returns 2 for a wrong call, else 0."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    *packages, folder = map(Path, arguments)
    for package, face in zip(packages, FACES, strict=True):
        with tarfile.open(package) as archive:
            member = archive.extractfile(face.member)
            assert member is not None
            made = folder / face.made.format(version(archive))
            made.write_bytes(subset(member.read(), face))
            licence = archive.extractfile("package/LICENSE")
            assert licence is not None
            made.with_suffix(".LICENSE.txt").write_bytes(licence.read())
            print(made, made.stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
