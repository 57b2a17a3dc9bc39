"""What answers a bill of materials: the whole score, the summary of it, and the messages of both.

The summary's members have the names and shapes of the whole, the lists shortened.
"""
