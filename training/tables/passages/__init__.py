"""Passages of the five source documents: the drivers of risk that they name, and what they say without a figure. Beside
them stands what public statistics say to their figures.

The tables hold words of ours; no sentence of a document is copied.
"""
