"""The kernel that scores a bill of materials (BOM). Read it in the order in which a BOM travels:

`scoring.py` (the way in), `bom.py` (what comes in), `purchase/` and `materials/` (what it buys), `evidence/`,
`controls/` and `supply_chain/` (what was known), `disruption/` (one hazard), `product/` (all of them),
`explanation/` and `answer.py` (what goes out). `bundle/` holds the published model that all of it reads.
"""
