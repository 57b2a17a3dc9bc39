"""Stored BOMs on the wire: `queries.py` what is asked for, `rows.py` what lists, histories and revisions answer.

`portfolio.py` is what all BOMs together answer, `changes.py` why a score moved.
"""
