"""delta_rs.py append|merge|scan|lookup|open <source> <table>: what ours.ts does, by delta-rs."""

import os
import sys

from deltalake import DeltaTable, QueryBuilder, write_deltalake

mode, source, table = sys.argv[1:]


def query(sql):
    return QueryBuilder().register("t", DeltaTable(table)).execute(sql).read_all()


if mode == "append":
    import pyarrow.dataset

    reader = pyarrow.dataset.dataset(source).scanner().to_reader()
    write_deltalake(table, reader, partition_by=["country"])
elif mode == "merge":
    import pyarrow.parquet

    incoming = pyarrow.parquet.read_table(source)
    (
        DeltaTable(table)
        .merge(incoming, predicate="stored.order_id = incoming.order_id", source_alias="incoming", target_alias="stored")
        .when_matched_update_all()
        .when_not_matched_insert_all()
        .execute()
    )
elif mode == "scan":
    found = query("select country, count(*), sum(amount), avg(score) from t group by country")
    assert found.num_rows == 20
elif mode == "lookup":
    assert query(f"select * from t where order_id = {source}").num_rows == 1
else:
    assert len(DeltaTable(table).file_uris()) == int(source)
sys.stdout.flush()
os._exit(0)
