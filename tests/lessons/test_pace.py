"""Long lines take turns: beside one that works, a second waits, and a short one passes."""

import threading
import time

import pytest

from app.lessons.pace import SHORT, Pace


def _work(pace: Pace, seconds: float) -> None:
    """Look at the clock until so much CPU is used up."""
    end = time.thread_time() + seconds
    while pace() < end:
        pass


def test_a_short_line_passes_while_a_long_one_holds_the_turn() -> None:
    """The long one waits in the middle of its work, with the turn; the short one does not need it, a long one does."""
    pace, holds, gate = Pace(), threading.Event(), threading.Event()

    def long() -> None:
        with pace.line():
            _work(pace, SHORT * 1.2)
            holds.set()
            gate.wait()

    def other() -> None:
        with pace.line():
            _work(pace, SHORT * 1.2)

    first, second = threading.Thread(target=long), threading.Thread(target=other)
    first.start()
    assert holds.wait(10)
    with pace.line():
        _work(pace, SHORT / 4)
    second.start()
    second.join(0.3)
    assert second.is_alive()
    gate.set()
    first.join(10)
    second.join(10)
    assert not first.is_alive() and not second.is_alive()


def test_outside_of_a_line_it_is_a_clock() -> None:
    """Nothing waits where no line was begun, and a line that raises gives its turn back."""
    pace = Pace()
    _work(pace, SHORT * 2)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            _fails(pace)


def _fails(pace: Pace) -> None:
    with pace.line():
        _work(pace, SHORT * 1.2)
        _ = 1 // 0
