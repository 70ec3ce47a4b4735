"""The words of the product: every sentence follows from the tree."""
