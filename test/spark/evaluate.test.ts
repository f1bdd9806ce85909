import { connect } from "node:net";
import { createInterface } from "node:readline";
import { expect, inject, test } from "vitest";
import { openSpark } from "./evaluate.ts";

// The session of these tests: no request goes without an answer.

test.each(["1.5bd", "date'2024-02-29'", "double('NaN')", "X'00'", "raise_error('no')", "nothing"])(
  "a row of %s is answered with an error, and the session goes on",
  async value => {
    const spark = await openSpark(inject("sparkSocket"));
    expect(await spark.run([], `select ${value} as a`)).toEqual({ error: expect.any(String) });
    expect(await spark.run([], "select 'x' as a")).toEqual({ types: ["string"], rows: [["x"]] });
    spark.close();
  },
);

test("a table that can't be made is an error of its request", async () => {
  const spark = await openSpark(inject("sparkSocket"));
  const table = { name: "input", columns: [{ name: "a", type: "bigint" }], rows: [["x"]] };
  expect(await spark.run([table], "select * from input")).toEqual({ error: expect.stringContaining("CAST_INVALID_INPUT") });
  await expect(spark.evaluate([table], [{ sql: "a", text: "string(a)" }])).rejects.toThrow("CAST_INVALID_INPUT");
  spark.close();
});

test("a request whose connection ends or has ended is rejected", async () => {
  const spark = await openSpark(inject("sparkSocket"));
  const asked = spark.run([], "select 'x' as a");
  spark.close();
  await expect(asked).rejects.toThrow("The Spark session has ended.");
  await expect(spark.run([], "select 'x' as a")).rejects.toThrow("The Spark session has ended.");
});

test("a line that is no request ends its connection, and no other's", async () => {
  const spark = await openSpark(inject("sparkSocket"));
  const socket = connect(inject("sparkSocket"));
  const lines: string[] = [];
  createInterface({ input: socket }).on("line", line => lines.push(line));
  const closed = new Promise<void>(resolve => socket.on("close", () => resolve()));
  socket.write("{\n");
  await closed;
  expect(lines).toEqual([]);
  expect(await spark.run([], "select 'x' as a")).toEqual({ types: ["string"], rows: [["x"]] });
  spark.close();
});
