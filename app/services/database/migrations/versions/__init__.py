"""The scripts, numbered; a released one is never changed."""
