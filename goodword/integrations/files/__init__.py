"""Files as an outside system: published references in JSON Lines."""
