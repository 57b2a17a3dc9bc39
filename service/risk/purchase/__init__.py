"""From the lines of a BOM to the distinct hazards that it buys.

`canonical_bom` makes equal purchases read alike, `receipt.py` lets an old score be recomputed, `units.py` weighs.
"""
