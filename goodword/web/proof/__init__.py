"""Stories and quotes: the list, one of them, adding, clearing and noting what was sent."""
