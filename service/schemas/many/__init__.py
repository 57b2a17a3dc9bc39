"""Many BOMs at once, on the wire: batches and files, the jobs that take what is too large for one answer, and the
mappings of columns that are kept for files.
"""
