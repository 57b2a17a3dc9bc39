"""Passages of the five source documents: what they name as drivers of risk, what they say without a figure, and what
public statistics say to their figures.

The tables hold words of ours; no sentence of a document is copied.
"""
