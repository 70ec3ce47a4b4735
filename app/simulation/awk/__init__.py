"""The simulated awk: a program's text is read (lexer, expressions, parser) and run over lines (evaluation, machine)."""
