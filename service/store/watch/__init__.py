"""What those who watch read, and how they are told.

`everybody.py` has the numbers of all tenants together, for the operator's metrics.
"""
