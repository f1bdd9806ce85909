"""One Spark session for the tests: requests come as lines of JSON over a socket in the file system, answers go back the same way.

A request has rows and expressions, and each expression is computed for each row by Spark's own evaluation (the analyzed and optimized projection), so that one
row's error hides no other's; or it has a statement, which is run as a whole.
"""

import json
import os
import socket
import sys
import threading

from py4j.java_collections import ListConverter
from pyspark.sql import SparkSession

SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-Duser.timezone=UTC -Xss4m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.datetime.java8API.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    # One partition: what depends on the order of rows is the same in each run.
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.variable.substitute": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
# Compiled code pays for many rows; a test has few. ODIBI_SPARK_CODEGEN=1 runs what a cluster runs.
INTERPRETED = {"spark.sql.codegen.factoryMode": "NO_CODEGEN", "spark.sql.codegen.wholeStage": "false"}

# Runs inside the Java process: a call for each row from here would take a tenth of a millisecond.
EVALUATOR = r"""
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.spark.sql.catalyst.expressions.GenericRow;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

public class RowEvaluator {
  public String evaluate(java.util.List projections, scala.collection.Iterator rows) {
    StringBuilder lines = new StringBuilder();
    while (rows.hasNext()) {
      String line;
      try {
        InternalRow value = (InternalRow) rows.next();
        for (Object projection : projections) value = ((UnsafeProjection) projection).apply(value);
        UnsafeRow row = (UnsafeRow) value;
        line = row.isNullAt(0) ? "n" : "v" + row.getUTF8String(0).toString();
      } catch (Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && !(cause instanceof org.apache.spark.SparkThrowable)) cause = cause.getCause();
        line = "e" + cause.getClass().getName() + ": " + cause.getMessage();
      }
      lines.append(line.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    }
    return lines.toString();
  }

  public java.util.List readRows(String json) throws java.io.IOException {
    java.util.List rows = new java.util.ArrayList();
    java.util.List lists = (java.util.List) new ObjectMapper().readValue(json, java.util.List.class);
    for (Object list : lists) rows.add(new GenericRow(((java.util.List) list).toArray()));
    return rows;
  }
}
"""

FROM_TEXT = {
    "timestamp": "timestamp_micros(bigint({0}))",
    "timestamp_ntz": "cast(timestamp_micros(bigint({0})) as timestamp_ntz)",
}


def start_session() -> SparkSession:
    builder = SparkSession.builder.master("local[2]").appName("odibi tests")
    settings = SETTINGS if os.environ.get("ODIBI_SPARK_CODEGEN") == "1" else {**SETTINGS, **INTERPRETED}
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


class Evaluator:
    """What a request asks of the session."""

    def __init__(self, spark: SparkSession) -> None:
        self.spark = spark
        self.jvm = spark._jvm
        compiler = self.jvm.org.codehaus.janino.SimpleCompiler()
        compiler.setParentClassLoader(self.jvm.java.lang.Thread.currentThread().getContextClassLoader())
        compiler.cook(EVALUATOR)
        self.rows = compiler.getClassLoader().loadClass("RowEvaluator").newInstance()

    def answer(self, request: dict) -> dict:
        for table in request.get("tables", []):
            self.fill(table)
        if "statement" in request:
            return self.run(request["statement"])
        return {"results": [self.evaluate(expression) for expression in request["expressions"]]}

    def fill(self, table: dict) -> None:
        """A view over rows that are in memory: of texts, each cast to its column's type."""
        columns = table["columns"]
        session = self.spark._jsparkSession
        schema = "struct<" + ", ".join(f"c{index}: string" for index in range(len(columns))) + ">"
        texts = session.createDataFrame(
            self.rows.readRows(json.dumps(table["rows"])), self.jvm.org.apache.spark.sql.types.DataType.fromDDL(schema)
        )
        texts.createOrReplaceTempView("texts")
        values = [
            f"{FROM_TEXT.get(column['type'], 'cast({0} as ' + column['type'] + ')').format(f'c{index}')} as `{column['name']}`"
            for index, column in enumerate(columns)
        ]
        typed = session.sql(f"select {', '.join(values)} from texts")
        session.createDataFrame(typed.collectAsList(), typed.schema()).createOrReplaceTempView(table["name"])

    def evaluate(self, expression: dict) -> dict:
        """The type of an expression, and its text for each row of the view `input`."""
        conf = self.spark.conf
        conf.set("spark.sql.optimizer.excludedRules", "org.apache.spark.sql.catalyst.optimizer.ConvertToLocalRelation")
        try:
            frame = self.spark.sql(f"select {expression['sql']} as value, {expression['text']} as text from input")
            kind = frame.schema[0].dataType.simpleString()
            plan = frame._jdf.queryExecution().optimizedPlan()
            projections = []
            while plan.nodeName() == "Project":
                # The text is the last column of the outermost projection.
                columns = plan.projectList().drop(0 if projections else 1)
                projections.insert(0, self.jvm.org.apache.spark.sql.catalyst.expressions.UnsafeProjection.create(columns, plan.child().output()))
                plan = plan.child()
            if plan.nodeName() != "LocalRelation":
                raise ValueError(f"The optimizer leaves more than projections: {plan.nodeName()}")
            lines = self.rows.evaluate(ListConverter().convert(projections, self.spark._sc._gateway._gateway_client), plan.data().iterator())
            return {"type": kind, "values": [read(line) for line in lines.split("\n")[:-1]]}
        except Exception as error:
            return {"error": message(error)}
        finally:
            conf.unset("spark.sql.optimizer.excludedRules")

    def run(self, statement: str) -> dict:
        try:
            frame = self.spark.sql(statement)
            types = [field.dataType.simpleString() for field in frame.schema]
            return {"types": types, "rows": [list(row) for row in frame.collect()]}
        except Exception as error:
            return {"error": message(error)}


def read(line: str):
    value = line[1:].replace("\\n", "\n") if "\\\\" not in line else unescape(line[1:])
    return None if line[0] == "n" else value if line[0] == "v" else {"error": value}


def unescape(text: str) -> str:
    return "\\".join(part.replace("\\n", "\n") for part in text.split("\\\\"))


def message(error: Exception) -> str:
    java = getattr(error, "java_exception", None)
    return f"{type(error).__name__}: {error}" if java is None else f"{java.getClass().getName()}: {java.getMessage()}"


def encode(request: dict, answer: dict) -> bytes:
    """A line of JSON. An answer that is none (a decimal, a date, NaN) is an error: its statement has to select texts."""
    return (json.dumps({"id": request["id"], **answer}, allow_nan=False) + "\n").encode()


def serve(path: str) -> None:
    evaluator = Evaluator(start_session())
    lock = threading.Lock()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("ready", flush=True)

    def converse(connection: socket.socket) -> None:
        with connection, connection.makefile("r", encoding="utf-8") as lines:
            for line in lines:
                request = json.loads(line)
                with lock:
                    try:
                        answer = encode(request, evaluator.answer(request))
                    except Exception as error:
                        answer = encode(request, {"error": message(error)})
                connection.sendall(answer)

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=converse, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
