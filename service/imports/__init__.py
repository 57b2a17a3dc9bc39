"""Files that buyers have, as the wire's BOMs: ``files.read_file`` is the way in, and needs no web and no database.

`formats/` makes sheets of cells, `tables.py` records, `hierarchy.py` products, `lines.py` lines, `boms.py` BOMs;
`imported.py` is what comes out. `limits.py` bounds each step.
"""
