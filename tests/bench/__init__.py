"""How fast the program is, as ratios measured in one run: `python3 dev.py bench [name ...]`.

Milliseconds drift with the machine; a ratio against a floor measured seconds before does not.
"""
