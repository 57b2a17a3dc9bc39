"""Stored BOMs and their scores, and what was confirmed of parts, in SQLite or PostgreSQL.

`schema.py` defines the tables, `migrations/` how they came about, `boms.py` and `parts.py` read and write them.
"""
