"""The kernel that scores a bill of materials (BOM). Read it in the order in which a BOM travels:

`scoring.py` (the way in), `bom.py` (its input), `purchase/`, `materials/` (what it buys), `evidence/`, `controls/`,
`supply_chain/` (what was known). Then `source_shock/` (countries hit), `product/` (harm), `price_pressure/` (the other
peril), `explanation/`, `answer.py` (what goes out). `bundle/` holds the published model.
"""
