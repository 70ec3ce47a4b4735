"""What stops a command line before or while it runs."""


class SyntaxFault(Exception):
    """The line is no command line; the text is bash's, without `bash: `."""


class Incomplete(SyntaxFault):
    """The line goes on: a quote, a here-document or a `done` is still to come. The text is what bash says at the end."""


class Exhausted(Exception):
    """A command line used up what it may: the sentence says what, and that this is the simulation's bound."""
