"""A catalogue scored past the service: `reading.py` takes BOMs from a file one by one, `scoring.py` scores a chunk of
them, `writing.py` keeps the rows. Nothing is stored, and a chunk is all of the file that is held.
"""
