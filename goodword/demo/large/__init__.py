"""A synthetic company of any size, to see that lists and searches stay usable. Written in bulk, not told by verbs."""
