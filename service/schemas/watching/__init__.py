"""What is said to those who watch without asking each time.

`links.py` has the links that open one badge or the feed, `webhooks.py` webhooks and what was sent to them.
"""
