"""From an answer to what a page says: sentences, rows and numbers, without HTML.

Nothing is scored here. `language.py` has the words that all pages share.
"""
