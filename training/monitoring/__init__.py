"""Watching the model that serves: drift, forecasts of a year, and a challenger beside it with reasons.

`compare.py` says what changed between two bundles, `changed_rows.py` what became of each new row.
"""
