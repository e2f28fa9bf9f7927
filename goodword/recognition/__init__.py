"""Assists and thanks."""
