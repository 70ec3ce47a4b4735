"""How the program ends when it does not end well: the exit codes, and the sentence that goes with one."""

NOTHING_RECOGNISED = 1
USAGE = 2
A_CONNECTION_FAILS = 3


class Failure(Exception):
    """Ends the program with one sentence on stderr that also says what to do."""

    def __init__(self, sentence: str, code: int = USAGE) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
