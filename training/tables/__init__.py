"""The evidence tables: read, corrected and judged row by row, with every complaint naming the fix.

`reader.py` reads any of them; `claims.py`, `controls.py` and `materials.py` know the columns of theirs.
"""
