"""Go, find, do: one field that leads anywhere its reader may go (S26)."""
