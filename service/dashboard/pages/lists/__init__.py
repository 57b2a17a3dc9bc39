"""Lists of many rows.

`view.py` is what an address asks for, `chokepoints.py` the products behind a chokepoint, `figures.py` the figures,
`tables.py` every table as CSV.
"""
