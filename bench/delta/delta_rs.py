"""delta_rs.py append|merge <source.parquet> <table>: what ours.ts does, by delta-rs."""

import os
import sys

import pyarrow.dataset
import pyarrow.parquet
from deltalake import DeltaTable, write_deltalake

mode, source, table = sys.argv[1:]
if mode == "append":
    reader = pyarrow.dataset.dataset(source).scanner().to_reader()
    write_deltalake(table, reader, partition_by=["country"])
else:
    incoming = pyarrow.parquet.read_table(source)
    (
        DeltaTable(table)
        .merge(incoming, predicate="stored.order_id = incoming.order_id", source_alias="incoming", target_alias="stored")
        .when_matched_update_all()
        .when_not_matched_insert_all()
        .execute()
    )
sys.stdout.flush()
os._exit(0)
