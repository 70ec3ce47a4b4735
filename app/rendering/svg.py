"""A scene → its SVG: one template for the page, for what htmx swaps in, and for a file that stands alone."""

import re
from functools import cache

from markupsafe import Markup

from ..diagram.marks import Scene
from ..diagram.outlines import number
from ..places import data_folder
from .environment import environment
from .links import Links

_FONT_FACE = re.compile(r"@font-face\{[^}]*\}\s*")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def render_svg(scene: Scene, links: Links, *, standalone: bool) -> Markup:
    """The picture of a scene; as an XML document with its own style sheet and without links if `standalone`."""
    style = _style() if standalone else Markup()
    template = _template_environment().get_template("map/svg.html")
    drawn = template.render(scene=scene, links=links, standalone=standalone, style=style)
    return Markup(drawn)  # noqa: S704 - the template escapes whatever it prints


@cache
def _style() -> Markup:
    """The palette and the picture's style sheet, without fonts, which a file alone cannot load."""
    folder = data_folder("static") / "css"
    sheets = "".join((folder / name).read_text("utf-8") for name in ("tokens.css", "map.css"))
    return Markup(_COMMENT.sub("", _FONT_FACE.sub("", sheets)).replace("<", ""))  # noqa: S704 - our own files
