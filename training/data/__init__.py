"""What a fit reads: the trade archive, the facts of a date, and the panels with their outcomes.

`workspace.py` keeps the archive and the facts for the commands; `exporters.py` is the panel of restrictions.
"""
