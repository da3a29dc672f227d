"""The rule engine: rule packs are data, checks are pure functions of facts.

`pack` reads and changes packs, `facts` is what checks may look at, `checks` are the checks by
name, `judge` puts them together, `boards` shows the same as tables. Only `gather` and `service`
know the database.

A new rule: (1) a check in `checks/` if none fits, with its line in `checks/__init__.py`; (2) its
entry in `resources/rules/*.toml`; (3) its row in `tests/services/rules/test_rules.py`.
"""
