"""Adding to the evidence: check all tables together, then write the new rows, or nothing.

`check.py` names every slip with its row and fix; `add_rows.py` and `add_prices.py` write only what passes.
"""
