"""What Goodword told its reader, in the app: the bell and its list."""
