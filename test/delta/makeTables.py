"""Makes the tables of test/runtime/delta/tables anew, each with the rows that its writer reads, in the form in which DuckDB's rows are compared.

python makeTables.py spark JARS_FOLDER TARGET [MAKER...]      (pyspark 4.1.1 with Delta 4.3.1)
python makeTables.py delta-rs TARGET               (deltalake 1.6.6 with pyarrow)
"""

import datetime
import decimal
import json
import math
import os
import shutil
import sys

os.environ["TZ"] = "UTC"
utc = datetime.timezone.utc


def shown(value, kind):
    """A value of Spark's type as DuckDB's JSON has it."""
    name = kind.typeName()
    if value is None:
        return None
    if name == "struct":
        return {field.name: shown(value[field.name], field.dataType) for field in kind.fields}
    if name == "array":
        return [shown(item, kind.elementType) for item in value]
    if name == "map":
        pairs = [{"key": shown(key, kind.keyType), "value": shown(item, kind.valueType)} for key, item in value.items()]
        return sorted(pairs, key=json.dumps)
    if name in ("timestamp", "timestamp_ntz"):
        text = value.strftime("%H:%M:%S")
        text = f"{value.year:04}-{value.month:02}-{value.day:02} {text}"
        if value.microsecond:
            text += f".{value.microsecond:06}".rstrip("0")
        return text + ("+00" if name == "timestamp" else "")
    if name == "date":
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if name == "decimal":
        with decimal.localcontext(prec=76):
            return format(value.quantize(decimal.Decimal(1).scaleb(-kind.scale)), "f")
    if name == "long":
        return str(value)
    if name in ("float", "double") and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if name in ("binary",):
        return "".join(f"\\x{byte:02X}" if byte < 32 or byte > 126 or byte in (34, 39, 92) else chr(byte) for byte in value)
    if name == "void":
        return None
    return value


def spark_tables(jars, target):
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", ",".join(os.path.join(jars, jar) for jar in sorted(os.listdir(jars)) if jar.endswith(".jar")))
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.extraJavaOptions", "-Duser.timezone=UTC -XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.warehouse.dir", os.path.join(target, "_warehouse"))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    sql = spark.sql

    def path_of(name):
        path = os.path.join(target, name)
        shutil.rmtree(path, ignore_errors=True)
        return path

    def keep(name, versions=(None,)):
        path = os.path.join(target, name)
        expected = []
        for version in versions:
            reader = spark.read.format("delta")
            frame = (reader if version is None else reader.option("versionAsOf", version)).load(path)
            rows = [[shown(row[index], field.dataType) for index, field in enumerate(frame.schema.fields)] for row in frame.collect()]
            entry = {"columns": frame.columns, "rows": sorted(rows, key=lambda row: json.dumps(row))}
            expected.append(entry if version is None else {"version": version, **entry})
        with open(os.path.join(path, "expected.json"), "w") as file:
            json.dump(expected, file, indent=1)
            file.write("\n")
        for folder, _, files in os.walk(path):
            for hidden in files:
                if hidden.startswith(".") and hidden.endswith(".crc"):
                    os.remove(os.path.join(folder, hidden))
        print(name, flush=True)

    def attempt(make):
        if len(sys.argv) > 4 and make.__name__ not in sys.argv[4:]:
            return
        try:
            make()
        except Exception as error:
            print("FAILED", make.__name__, str(error)[:600], flush=True)

    @attempt
    def types():
        path = path_of("spark-types")
        sql(
            f"""create table delta.`{path}` using delta tblproperties ('delta.feature.timestampNtz' = 'supported') as
            select * from values
              (1, 9223372036854775807L, 2147483647, 32767S, 127Y, cast(1.5 as float), 0.1D, true, 'é🎈', X'00FF41', date'2024-02-29',
               timestamp'2024-01-31 23:59:59.123456', timestamp_ntz'2024-01-31 23:59:59.123456', 1234567890123456789012345678.0123456789BD,
               named_struct('ab', 1, 'c', array(named_struct('d', 'x'))), array(1, null, 3), map('k', 1L)),
              (2, -9223372036854775808L, -2147483648, -32768S, -128Y, cast('NaN' as float), cast('-Infinity' as double), false, '', X'', date'0001-01-01',
               timestamp'1850-06-01 12:00:00', timestamp_ntz'1500-01-01 00:00:00', -0.0000000001BD,
               named_struct('ab', null, 'c', null), array(), map()),
              (3, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)
            as t(id, l, i, s, b, f, d, o, t, x, day, at, local, m, p, list, dict)"""
        )
        keep("spark-types")

    @attempt
    def partitions():
        path = path_of("spark-partitions")
        sql(
            f"""create table delta.`{path}` (v int, s string, i int, day date, at timestamp, local timestamp_ntz, o boolean, m decimal(10,2), d double, l bigint)
            using delta partitioned by (s, i, day, at, local, o, m, d, l)
            tblproperties ('delta.feature.timestampNtz' = 'supported')"""
        )
        sql(
            f"""insert into delta.`{path}` values
            (1, 'a b/c=d%e:f?g#h*[i]é"', 1, date'2024-01-31', timestamp'2024-01-31 10:00:00.123456', timestamp_ntz'2024-01-31 10:00:00', true, 1.50, 1e20, 9223372036854775807L),
            (2, null, null, null, null, null, null, null, null, null),
            (3, '', -1, date'1969-12-31', timestamp'1969-12-31 23:59:59', timestamp_ntz'1900-01-01 00:00:00', false, -0.05, -0.5, 0L)"""
        )
        keep("spark-partitions")

    @attempt
    def checkpoints():
        path = path_of("spark-checkpoint")
        sql(f"create table delta.`{path}` (id int, name string) using delta tblproperties ('delta.checkpointInterval' = '4')")
        for index in range(10):
            sql(f"insert into delta.`{path}` values ({index}, 'n{index}')")
        sql(f"delete from delta.`{path}` where id = 3")
        keep("spark-checkpoint", [None, 2, 4, 7])

    @attempt
    def multipart():
        path = path_of("spark-multipart")
        spark.conf.set("spark.databricks.delta.checkpoint.partSize", "2")
        sql(f"create table delta.`{path}` (id int) using delta tblproperties ('delta.checkpointInterval' = '5')")
        for index in range(6):
            sql(f"insert into delta.`{path}` values ({index})")
        spark.conf.unset("spark.databricks.delta.checkpoint.partSize")
        keep("spark-multipart")

    for form in ("json", "parquet"):
        def v2(form=form):
            path = path_of(f"spark-v2-{form}")
            spark.conf.set("spark.databricks.delta.checkpointV2.topLevelFileFormat", form)
            sql(
                f"""create table delta.`{path}` (id int, p string) using delta partitioned by (p)
                tblproperties ('delta.checkpointPolicy' = 'v2', 'delta.checkpointInterval' = '4', 'delta.enableDeletionVectors' = 'false')"""
            )
            for index in range(6):
                sql(f"insert into delta.`{path}` values ({index}, 'p{index % 2}')")
            keep(f"spark-v2-{form}", [None, 3])
        attempt(v2)

    @attempt
    def struct_statistics():
        path = path_of("spark-struct-statistics")
        sql(
            f"""create table delta.`{path}` (id bigint, m decimal(38,10), at timestamp, t string) using delta
            tblproperties ('delta.checkpointInterval' = '2', 'delta.checkpoint.writeStatsAsJson' = 'false', 'delta.checkpoint.writeStatsAsStruct' = 'true')"""
        )
        sql(f"insert into delta.`{path}` values (1, 1.5, timestamp'2024-01-01 00:00:00.123456', 'a')")
        sql(f"insert into delta.`{path}` values (9007199254740993, 12345678901234567890123456.0123456789, timestamp'2024-06-01 00:00:00', 'z')")
        keep("spark-struct-statistics")

    @attempt
    def vectors():
        path = path_of("spark-deletion-vectors")
        sql(f"create table delta.`{path}` (id bigint, p int) using delta partitioned by (p) tblproperties ('delta.enableDeletionVectors' = 'true')")
        spark.range(0, 140000, 1, 1).selectExpr("id", "cast(id % 2 as int) as p").repartition(1).write.format("delta").mode("append").save(path)
        sql(f"delete from delta.`{path}` where p = 0 and (id % 3 = 0 or id between 20000 and 100000)")
        sql(f"delete from delta.`{path}` where p = 1 and id not in (1, 77, 139999)")
        sql(f"delete from delta.`{path}` where p = 0 and id > 1000 and id % 1000 <> 2")
        keep("spark-deletion-vectors")

    for mode in ("name", "id"):
        def mapped(mode=mode):
            path = path_of(f"spark-mapping-{mode}")
            sql(
                f"""create table delta.`{path}` (id int, name string, s struct<a: int, b: string>, l array<struct<x: int, y: int>>, m map<string, struct<u: int>>, p string)
                using delta partitioned by (p) tblproperties ('delta.columnMapping.mode' = '{mode}')"""
            )
            values = "named_struct('a', 1, 'b', 'q'), array(named_struct('x', 1, 'y', 2)), map('k', named_struct('u', 5))"
            sql(f"insert into delta.`{path}` values (1, 'one', {values}, 'p')")
            for change in (
                "rename column name to `full name`", "rename column s.a to `a,b`", "rename column l.element.x to xx", "rename column m.value.u to uu",
                "drop column id", "add column (id bigint)", "rename column p to q", "drop column s.b", "add column s.b int",
            ):
                sql(f"alter table delta.`{path}` {change}")
            sql(
                f"""insert into delta.`{path}` select 'two', named_struct('a,b', 2, 'b', 22), array(named_struct('xx', 3, 'y', 4)), map('k', named_struct('uu', 6)), 'q', 2L
                union all select null, null, null, null, null, null"""
            )
            keep(f"spark-mapping-{mode}", [None, 1])
        attempt(mapped)

    @attempt
    def widening():
        path = path_of("spark-widening")
        sql(
            f"""create table delta.`{path}` (id int, b tinyint, f float, m decimal(6,2), day date, s struct<x: int>, l array<smallint>, k int, p int)
            using delta partitioned by (p) tblproperties ('delta.enableTypeWidening' = 'true', 'delta.feature.timestampNtz' = 'supported')"""
        )
        sql(f"insert into delta.`{path}` values (1, 1Y, cast(0.1 as float), 1.25, date'2024-01-31', named_struct('x', 1), array(1S), 7, 3)")
        for column, kind in (
            ("id", "bigint"), ("b", "int"), ("f", "double"), ("m", "decimal(12,4)"), ("day", "timestamp_ntz"), ("s.x", "bigint"), ("l.element", "int"), ("k", "decimal(12,2)"), ("p", "bigint"),
        ):
            try:
                sql(f"alter table delta.`{path}` alter column {column} type {kind}")
            except Exception as error:
                print("not widened", column, kind, str(error)[:200], flush=True)
        sql(f"insert into delta.`{path}` select 3000000000, 300, 0.1, 12345678.1234, timestamp_ntz'2024-02-01 01:00:00', named_struct('x', 3000000000), array(70000), 1234567890.12, 3")
        keep("spark-widening")

    @attempt
    def times():
        path = path_of("spark-times")
        sql(f"create table delta.`{path}` (id int) using delta")
        sql(f"insert into delta.`{path}` values (1)")
        sql(f"alter table delta.`{path}` set tblproperties ('delta.enableInCommitTimestamps' = 'true')")
        sql(f"insert into delta.`{path}` values (2)")
        sql(f"insert into delta.`{path}` values (3)")
        keep("spark-times", [None, 1, 3])

    @attempt
    def features():
        path = path_of("spark-features")
        sql(
            f"""create table delta.`{path}` (id int not null, name string default 'x', twice int) using delta
            tblproperties ('delta.enableChangeDataFeed' = 'true', 'delta.enableRowTracking' = 'true', 'delta.feature.allowColumnDefaults' = 'supported',
              'delta.appendOnly' = 'false', 'delta.feature.vacuumProtocolCheck' = 'supported')"""
        )
        sql(f"alter table delta.`{path}` add constraint positive check (id > 0)")
        sql(f"insert into delta.`{path}` (id, name) values (1, 'a'), (2, 'b')")
        sql(f"update delta.`{path}` set name = 'c' where id = 2")
        keep("spark-features")

    @attempt
    def clustered():
        path = path_of("spark-clustered")
        sql(f"create table delta.`{path}` (id int, name string) using delta cluster by (id)")
        sql(f"insert into delta.`{path}` values (1, 'a'), (2, 'b')")
        keep("spark-clustered")

    @attempt
    def variant():
        path = path_of("spark-variant")
        sql(f"create table delta.`{path}` (id int, v variant) using delta")
        sql(f"insert into delta.`{path}` select 1, parse_json('1')")
        shutil.rmtree(os.path.join(target, "_warehouse"), ignore_errors=True)
        with open(os.path.join(path, "expected.json"), "w") as file:
            file.write('[{"refused": "variantType"}]\n')

    spark.stop()


def delta_rs_tables(target):
    import pyarrow as pa
    from deltalake import DeltaTable, write_deltalake

    path = os.path.join(target, "delta-rs")
    shutil.rmtree(path, ignore_errors=True)

    def rows(low, high):
        return pa.table({"id": pa.array(range(low, high), pa.int64()), "name": [f"n {i}" for i in range(low, high)], "p": [["a b", "é=1", None][i % 3] for i in range(low, high)]})

    write_deltalake(path, rows(0, 30), partition_by=["p"])
    write_deltalake(path, rows(30, 60), mode="append")
    table = DeltaTable(path)
    table.delete("id % 7 = 0")
    table.create_checkpoint()
    table.merge(rows(50, 70), "s.id = t.id", source_alias="s", target_alias="t").when_matched_update({"name": "'merged'"}).when_not_matched_insert_all().execute()
    table.optimize.compact()
    write_deltalake(path, rows(70, 72), mode="append")
    expected = DeltaTable(path).to_pyarrow_table(columns=["id", "name", "p"]).to_pylist()
    listed = sorted(([str(row["id"]), row["name"], row["p"]] for row in expected), key=json.dumps)
    with open(os.path.join(path, "expected.json"), "w") as file:
        json.dump([{"columns": ["id", "name", "p"], "rows": listed}], file, indent=1)
        file.write("\n")


if sys.argv[1] == "spark":
    spark_tables(sys.argv[2], sys.argv[3])
else:
    delta_rs_tables(sys.argv[2])
    sys.stdout.flush()
    os._exit(0)
