"""Stored BOMs: `boms.py` puts and reads them, `lists.py` pages over them, `scores.py` answers with their scores.

`ids.py` reads the id in a path, `preconditions.py` holds a write to what its client read, `paging.py` writes tokens.
`current.py` makes a score and tells whether one is today's, `rescoring.py` brings many up to date, `portfolio.py` looks
at all of them together. `changes.py` says why a score moved, `bundles.py` finds the bundles behind points.
"""
