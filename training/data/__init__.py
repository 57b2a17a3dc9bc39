"""What a fit reads: the trade archive, the facts of a date, and the panel of cells with their outcomes.

`workspace.py` keeps them for the commands and builds the panel again when something that it depends on changed.
"""
