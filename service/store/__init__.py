"""Stored BOMs and their scores, and what was confirmed of parts, in SQLite or PostgreSQL. Every row has a tenant.

`schema.py` defines the tables, `migrations/` how they came about. `boms.py` and `parts.py` read and write them,
`scores.py` is how scores are kept.
"""
