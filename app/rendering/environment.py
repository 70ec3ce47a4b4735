"""The one Jinja environment. Everything that a template prints is escaped, whatever the template is called."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..diagram.outlines import number, shifted
from ..diagram.text import middle
from ..places import data_folder
from ..reading.visible import visible


@cache
def environment() -> Environment:
    """The environment of all templates, made once.

    `autoescape=True` rather than `select_autoescape`, which leaves `.svg` unescaped. `StrictUndefined`: a name that a
    view object does not have is an error, not an empty string. Filters: `visible` (control and bidirectional characters
    as ⟨U+202E⟩), `middle` (a long name cut in the middle), `number` (a coordinate, as short
    as it can be written), `shifted` (a path from another origin).
    """
    made = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["visible"] = visible
    made.filters["middle"] = middle
    made.filters["number"] = number
    made.filters["shifted"] = shifted
    return made
