"""For those who watch without asking each time: badges, the feed of changes, and the links that open them.

`notices.py` says in words what changed.
"""
