"""One module a migration.

Alembic finds them by their revision; the number in front of a name says the order.
"""
