"""Figures worked out from published ones: mine output by element, and the report on supply at each stage.

Every derived claim lists the claims that it was worked out from.
"""
