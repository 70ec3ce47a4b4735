"""A scene → the picture as SVG: one template for the page, its fragment and a file of its own."""

import re
from functools import cache

from markupsafe import Markup

from ..diagram.marks import Scene
from ..places import data_folder
from .environment import environment
from .links import Links

_SPACES = re.compile(r">\s+<")


def render_svg(scene: Scene, links: Links, *, standalone: bool = False) -> str:
    """The `<svg>` of a scene. `standalone`: with its own style sheet and namespace."""
    template = environment().get_template("map.svg.html")
    text = template.render(scene=scene, links=links, style=_sheet() if standalone else None)
    return _SPACES.sub("><", text).strip() + "\n"


@cache
def _sheet() -> Markup:
    """The colours and the rules of the picture, as the pages have them."""
    css = data_folder("static") / "css"
    tokens = (css / "tokens.css").read_text("utf-8")
    colours = tokens[tokens.index(":root{") :]
    return Markup(colours + (css / "map.css").read_text("utf-8"))  # noqa: S704 - the program's own style sheets
