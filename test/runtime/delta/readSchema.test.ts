import { expect, test } from "vitest";
import { checkTypeChanges } from "../../../runtime/delta/schema/checkTypeChanges.ts";
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

const changed = (fromType: string, toType: string): string =>
  `{"type":"struct","fields":[{"name":"l","type":{"type":"array","elementType":{"type":"struct","fields":[{"name":"x","type":"double","nullable":true,` +
  `"metadata":{"delta.typeChanges":[{"fromType":"${fromType}","toType":"${toType}"}]}}]},"containsNull":true},"nullable":true,"metadata":{}}]}`;

// The protocol's section "Type Widening".
test.each([
  ["byte", "short", true],
  ["short", "long", true],
  ["integer", "double", true],
  ["float", "double", true],
  ["date", "timestamp_ntz", true],
  ["decimal(6,2)", "decimal(10,4)", true],
  ["integer", "decimal(12,2)", true],
  ["long", "decimal(20,0)", true],
  ["long", "integer", false],
  ["long", "double", false],
  ["date", "timestamp", false],
  ["decimal(6,2)", "decimal(7,4)", false],
  ["decimal(6,2)", "decimal(8,1)", false],
  ["long", "decimal(19,0)", false],
  ["integer", "decimal(11,2)", false],
  ["integer", "string", false],
])("a type that was changed from %s to %s is known: %s", (from, to, isKnown) => {
  const check = () => checkTypeChanges(readSchema(changed(from, to)));
  if (isKnown) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code: "ODB8005", message: expect.stringContaining(`"${from}" to "${to}"`) }));
});
