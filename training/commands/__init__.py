"""The subcommands of `python -m training`: what each prints and which exit code it gives.

`curate.py` is for analysts who add rows, `review.py` for comparing, taking back, watching and freezing.
"""
