"""Delta tables, read and written by Delta Lake itself."""
