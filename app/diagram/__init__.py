"""The picture as numbers: which lines there are, where the boxes stand, how the wires run."""
