"""What a line is made of, by its four ways: material, element with form, formula, composition.

`catalogue.py` is the table of materials. The other files each read one way of writing: formulas, magnet grades,
customs codes, descriptions, shares, numbers, spelling.
"""
