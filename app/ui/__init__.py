"""The window. No SQL."""
