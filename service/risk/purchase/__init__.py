"""From the lines of a BOM to the distinct hazards that it buys.

`canonical.py` makes equal purchases read alike, `hazards.py` finds what is distinct in them, `units.py` weighs, and
`receipt.py` lets an old score be recomputed.
"""
