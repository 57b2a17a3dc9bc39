"""Export controls: what was announced and in force on a date.

`measures.py` defines one measure, `register.py` finds those that act between a seller and a buyer.
"""
