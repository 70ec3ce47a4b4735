"""`kubepki samples`."""

from textwrap import fill

from ..analysis.samples import samples


def run() -> int:
    """Prints every sample's name, title and paragraph."""
    for sample in samples():
        print(f"{sample.name:<14} {sample.title}")
        print(fill(sample.description, 100, initial_indent=" " * 15, subsequent_indent=" " * 15))
        print()
    print("kubepki inspect NAME prints one; kubepki serve shows them all.")
    return 0
