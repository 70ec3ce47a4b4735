"""A pasted log line → which edges of a cluster can say this, and why.

How to use it::

    pasted = read(text)                      # bounded, hostile, never kept
    for reading in pasted.readings:          # each fault that the text tells of, once
        found = findings(cluster, reading)   # the edges that say it, and those that could
        single_faults(cluster, reading, found)   # which one fault would make it say so

A text is recognised by the templates that app/trust fills in (trust/texts.py) and by a table of what other programs and
older versions print (wordings.py); who says it follows from what stands around it (speakers.py). An edge's own texts
are read by the same reader: the edge says this very text where both readings agree.
"""

from .findings import Finding, Findings, Standing, findings
from .reader import Pasted, Reading, read
from .single import Single, single_faults

__all__ = ["Finding", "Findings", "Pasted", "Reading", "Single", "Standing", "findings", "read", "single_faults"]
