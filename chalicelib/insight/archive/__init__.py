"""The archive of facts: collected from a queue, kept raw, compacted to one Parquet file an account and day."""
