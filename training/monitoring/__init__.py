"""Watching the model that serves: drift of what it sees, and a challenger beside it.

`compare.py` says how two bundles differ, `drift.py` how old what is known is and where today's sources lie.
`ageing.py` says how far news moved the scores of past days, `explain.py` why one score is another than it was,
`watch.py` what to look up.
"""
