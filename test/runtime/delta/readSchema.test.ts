import { expect, test } from "vitest";
import { printSchema } from "../../../runtime/delta/schema/printSchema.ts";
import { readSchema } from "../../../runtime/delta/schema/readSchema.ts";

/** As Spark writes it. */
const written =
  '{"type":"struct","fields":[{"name":"a","type":"integer","nullable":false,"metadata":{}},' +
  '{"name":"b","type":{"type":"struct","fields":[{"name":"d","type":"decimal(38,18)","nullable":false,"metadata":{}}]},"nullable":true,"metadata":{}},' +
  '{"name":"c","type":{"type":"array","elementType":"timestamp_ntz","containsNull":false},"nullable":true,"metadata":{"comment":"ä"}},' +
  '{"name":"f","type":{"type":"map","keyType":"string","valueType":{"type":"array","elementType":"void","containsNull":true},"valueContainsNull":true},' +
  '"nullable":true,"metadata":{"delta.columnMapping.id":5,"delta.columnMapping.physicalName":"col-1"}}]}';

test("a schema is read", () => {
  const [a, b, c, f] = readSchema(written);
  expect(a).toEqual({ name: "a", type: { kind: "primitive", name: "integer" }, nullable: false, metadata: {} });
  expect(b?.type).toEqual({
    kind: "struct",
    fields: [{ name: "d", type: { kind: "decimal", precision: 38, scale: 18 }, nullable: false, metadata: {} }],
  });
  expect(c?.type).toEqual({ kind: "array", item: { kind: "primitive", name: "timestamp_ntz" }, itemNullable: false });
  expect(f?.metadata).toEqual({ "delta.columnMapping.id": 5, "delta.columnMapping.physicalName": "col-1" });
});

test("what is read and printed is the same text", () => {
  expect(printSchema(readSchema(written))).toBe(written);
});

const oneColumn = (type: string): string => `{"type":"struct","fields":[{"name":"v","type":${type},"nullable":true,"metadata":{}}]}`;

test.each([
  [oneColumn('"variant"'), 'The table has the type "variant" ("v")'],
  [oneColumn('"geometry(OGC:CRS84)"'), 'the type "geometry(OGC:CRS84)"'],
  [oneColumn('{"type":"array","elementType":"interval"}'), 'the type "interval" (the items of "v")'],
  [oneColumn('{"type":"toString"}'), 'the type "toString"'],
  [oneColumn("null"), 'the type of "v" is missing'],
  [oneColumn('{"type":"struct"}'), '"v" has no list of fields'],
  ['{"type":"struct","fields":[{}]}', "has no name"],
  ['"string"', "the table is no struct"],
  ['{"type":"str', "cannot be read"],
])("%s is refused", (text, message) => {
  expect(() => readSchema(text)).toThrow(expect.objectContaining({ code: "ODB8006", message: expect.stringContaining(message) }));
});
