"""Passages of the five source documents: what they name as drivers of risk, and what they say without a figure.

Both tables hold words of ours with a place; no sentence of a document is copied.
"""
