"""Who stands at each stage behind a purchase, and which borders the material crosses on the way.

`chain.py` traces the stages, `paths.py` weighs the ways through them, `borders.py` counts the controlled ones.
"""
