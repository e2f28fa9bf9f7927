"""Keeping a program in order: the same change to many customers or advocates at once."""
