"""What a line is made of, by its four ways: material, element with form, formula, composition.

`resolve.py` is the way in and `catalogue.py` the table of materials. The other files each read one way of writing:
formulas, salts, magnet grades, customs codes, descriptions, shares, numbers, spelling. `chemistry/` reads what chemists
write beyond plain formulas.
"""
