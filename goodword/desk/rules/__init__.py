"""The desk's decisions: lives, waits, promises, who is next, which times."""
