"""Goodword: the customer-reference desk of a B2B company."""

__version__ = "0.1.0"
