"""Series on the wire, as dashboards and spreadsheets take them: one row a point, each with its time.

`queries.py` is what is asked for, `rows.py` what a row holds.
"""
