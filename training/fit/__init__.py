"""Fitting what the service loads: the hazard of restrictions and price pressure; and what is tested beside them.

`restriction.py` and `price_pressure.py` are served, `collapse.py` is what evaluation measures export collapses with.
"""
