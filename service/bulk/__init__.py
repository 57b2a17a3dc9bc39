"""A catalogue scored past the service. `reading.py` takes BOMs from a file one by one, `scoring.py` scores a chunk of
them, here or by `cluster.py` elsewhere. `writing.py` keeps the rows. `journal.py` lets a run that was killed go on. No
more of the file is held than the chunks that are being scored.
"""
