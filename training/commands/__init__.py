"""The subcommands of `python -m training`: what each prints and which exit code it gives.

`trade.py` is for the archive and newer years, `curate.py` for analysts who add rows, `review.py` for comparing, taking
back, watching and freezing.
"""
