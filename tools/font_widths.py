"""Print the advance widths that the picture measures text with, from the vendored Inter.

    python tools/font_widths.py static/vendor/inter-5.3.0-latin.woff2

Needs fonttools and brotli. The output is the table of app/diagram/widths.py: for each weight that the picture uses, the
width of the characters from space to ~ in thousandths of the font's size.
"""

import io
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = (400, 500, 600)
PRINTABLE = range(0x20, 0x7F)


def advance_widths(font: bytes, weight: int) -> list[int]:
    """The advance widths of printable ASCII at one weight, in thousandths of an em, rounded up."""
    made = instancer.instantiateVariableFont(TTFont(io.BytesIO(font)), {"wght": weight})
    glyphs, metrics, units = made.getBestCmap(), made["hmtx"], made["head"].unitsPerEm
    return [-(-metrics[glyphs[code]][0] * 1000 // units) for code in PRINTABLE]


def main() -> None:
    """Print the table for the font file named on the command line."""
    font = Path(sys.argv[1]).read_bytes()
    for weight in WEIGHTS:
        widths = advance_widths(font, weight)
        print(f"    {weight}: bytes_of(")
        for start in range(0, len(widths), 19):
            print('        "' + " ".join(str(width) for width in widths[start : start + 19]) + '"')
        print("    ),")


if __name__ == "__main__":
    main()
