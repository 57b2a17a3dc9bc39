"""What the outlook's numbers say in plain English: `scenarios.py`, `stock.py` and `costs.py`, as the rooms' modules
that work them out.
"""
