"""The words of a description: how they are written, what each says, and what is left when nothing reads them.

`words.py` finds the words of the tables, `description.py` takes a description apart, and `judgement.py` says what is
harmless or open. `remarks.py`, `written_numbers.py` and `spelling.py` each know one way of writing.
"""
