"""A scene → its SVG: one template for the page, for what htmx swaps in, and for a file that stands alone."""

import re
from functools import cache

from markupsafe import Markup

from ..diagram.marks import Scene
from ..places import data_folder
from .environment import environment
from .links import Links

_NOT_ALONE = re.compile(r"(?:@font-face\{[^}]*\}|/\*.*?\*/)\s*", re.DOTALL)
"""Fonts, which a lone file cannot load, and comments."""


def render_svg(scene: Scene, links: Links, *, standalone: bool) -> Markup:
    """The picture of a scene; as an XML document with a style sheet of its own if `standalone`.

    Everything that comes from a tree is escaped, and made visible when it was placed.
    """
    template = environment().get_template("map.svg.html")
    style = _style() if standalone else None
    drawn = template.render(scene=scene, links=links, style=style)
    return Markup(drawn.replace("\n", ""))  # noqa: S704 - the template escapes


@cache
def _style() -> Markup:
    """The palette and the picture's style sheet."""
    folder = data_folder("static") / "css"
    sheets = "".join((folder / name).read_text("utf-8") for name in ("tokens.css", "map.css"))
    return Markup(_NOT_ALONE.sub("", sheets))  # noqa: S704 - the program's own files
