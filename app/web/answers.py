"""Pages of the samples as they were made once: everybody gets the same, whenever they ask.

Pages of uploads are never here: they are somebody's, and go with the upload.
"""

from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 8 << 20
"""Characters: about 200 pages, which is each line of every sample."""

Key = tuple[str | bool, ...]


class Answers:
    """The texts asked for last, by what they depend on."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._left = most
        self._texts: OrderedDict[Key, str] = OrderedDict()

    def find(self, key: Key) -> str | None:
        """The text of this key, None if it is not here."""
        if key not in self._texts:
            return None
        self._texts.move_to_end(key)
        return self._texts[key]

    def get(self, key: Key, make: Callable[[], str]) -> str:
        """The text of this key, made now if it is not here. What `make` raises is not remembered."""
        text = self._texts.pop(key, None)
        if text is None:
            text = make()
            self._left -= len(text)
        self._texts[key] = text
        while self._left < 0:
            self._left += len(self._texts.popitem(last=False)[1])
        return text
