"""The simulated sed: a script is read (reader, parser) and run over lines (lines, editor)."""
