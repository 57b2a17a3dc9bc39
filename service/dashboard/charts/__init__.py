"""Where the marks of a chart stand: plain numbers in, coordinates and SVG paths out.

No web and no template; the macros of `templates/` write the marks down.
"""
