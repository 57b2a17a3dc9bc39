"""Series for dashboards and spreadsheets: `shocks.py` of sources, `elements.py`, and `portfolio.py` of all stored BOMs.

`flat.py` writes rows as JSON and CSV, `days.py` says which days a span has, and refuses those that can't be scored.
"""
