"""Verify compares several accounts of the same events, claim by claim."""

__version__ = "0.1.0"
