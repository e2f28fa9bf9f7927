"""A believable company built by calling the real verbs; can be cleared."""
