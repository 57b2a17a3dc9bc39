"""From the lines of a BOM to the distinct purchases that it holds.

`canonical.py` makes equal lines read alike, with `units.py` and `prices.py`; `stated_readings.py` says what goes before
a line's words. `supply_shares.py` takes the suppliers of one part together. `basket.py` holds what is distinct.
`work.py` counts beforehand what an answer takes, and `receipt.py` lets an old score be recomputed.
"""
