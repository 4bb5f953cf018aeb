"""The only code that imports boto3: table, object store, queues, parameters."""
