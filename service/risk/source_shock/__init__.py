"""What can cut a source of supply off within twelve months, and the joint worlds in which countries do.

`acts.py` says what a serious restriction is, `power.py` whose supply it is, `features.py` what the model sees of both.
`restriction.py` holds the fitted model, `coverage.py` what a future act would reach, `pending.py` what was announced.
`hazards.py` joins them for a day. `worlds.py` is the set of worlds, `epoch.py` what happens there, by `path_store.py`.
"""
