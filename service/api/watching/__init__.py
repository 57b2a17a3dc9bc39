"""For those who watch without asking each time: badges, the feed of changes, links that open them, and webhooks.

`notices.py` says in words what changed, `deliveries.py` what was sent to a webhook. `names.py` has the ids in paths.
"""
