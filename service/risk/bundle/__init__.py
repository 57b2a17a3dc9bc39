"""A published model on disk and in memory; nothing else reads `models/`.

`storage.py` writes, checks and loads one bundle, `kernel.py` is what it becomes in memory. `versions.py` keeps the
folder of them, `track_record.py` holds the forecasts that a bundle was judged by.
"""
