"""How chemists write what a line is made of, beyond plain formulas and names.

`reading.py` is the way in. `notation.py` turns what is written into plain formulas. The other files each read one kind
of description: alloys, dopants and additives, solutions and assays, mixtures, formulas without rare earths.
"""
