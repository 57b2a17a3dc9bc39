"""Stored BOMs and their scores, in SQLite or PostgreSQL.

`schema.py` defines the tables, `migrations/` how they came about, `boms.py` reads and writes them.
"""
