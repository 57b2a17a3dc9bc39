"""How the tables came about: Alembic migrations, in the order in which they are applied.

`env.py` is run by Alembic, `versions/` holds the steps.
"""
