"""Stored BOMs and their scores, confirmed parts, keys and what was done with them, in SQLite or PostgreSQL.

Every row has a tenant. `schema.py` defines the tables, `migrations/` how they came about. `boms.py`, `parts.py`,
`keys.py` and `audit.py` read and write them, `scores.py` is how scores are kept. `lists.py`, `portfolio.py` and
`overview.py` read many BOMs at once; `watch/` is for those who watch.
"""
