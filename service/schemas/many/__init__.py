"""Many BOMs at once, on the wire: batches and files, and the jobs that take what is too large for one answer. Mappings
of columns are kept for files.
"""
