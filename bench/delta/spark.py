"""spark.py append|merge|scan|lookup|open <source.parquet> <table>: what ours.ts does, by Spark on two cores with Delta Lake.

`ODIBI_DELTA_JARS` is the folder of Delta's jars.
"""

import glob
import os
import sys

from pyspark.sql import SparkSession

mode, source, table = sys.argv[1:]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.driver.memory", "4g")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config(
        "spark.jars", ",".join(glob.glob(os.path.join(os.environ["ODIBI_DELTA_JARS"], "*.jar")))
    )
    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
    .config("spark.databricks.delta.snapshotPartitions", "2")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.sql.session.timeZone", "UTC")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
target = f"delta.`{table}`"
if mode == "append":
    spark.read.parquet(source).write.format("delta").mode("append").partitionBy("country").save(
        table
    )
elif mode == "merge":
    spark.read.parquet(source).createOrReplaceTempView("incoming")
    spark.sql(
        f"merge into {target} as stored using incoming on stored.order_id = incoming.order_id "
        "when matched then update set * when not matched then insert *"
    )
elif mode == "scan":
    spark.sql(
        f"select country, count(*), sum(amount), avg(score) from {target} group by country"
    ).collect()
elif mode == "lookup":
    spark.sql(f"select * from {target} where order_id = {source}").collect()
else:
    spark.sql(f"describe detail {target}").collect()
spark.stop()
