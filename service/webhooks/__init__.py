"""Sending notices to webhooks, in a process of its own: no request waits for somebody else's server.

`addresses.py` says where nothing is sent, `connection.py` keeps to it at the socket, `sending.py` makes one attempt,
and `sender.py` goes on from message to message. `words.py` is what is sent.
"""
