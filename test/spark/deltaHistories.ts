import type { TypedExpression } from "../../compiler/plan/expression.ts";
import { inferExpression } from "../../compiler/plan/inferExpression.ts";
import type { Write } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import type { Column } from "../../compiler/plan/types.ts";
import { boolean, column, date, decimal, float64, int32, int64, parsed, string, timestamp, timestampNtz } from "../runtime/makePlan.ts";

// Writes into Delta tables, one after the other.

export interface Step {
  /** DuckDB's SELECT of the rows. */
  readonly rows: string;
  readonly columns: readonly Column[];
  readonly write: Partial<Write<Typed>>;
}
export interface History {
  readonly steps: readonly Step[];
  /** What a reader declares at the end. */
  readonly columns: readonly Column[];
  /** A file that lies in the table's folder before. */
  readonly before?: string;
}

const id = column("id", int64);
const name = column("name", string, true);
const amount = column("amount", int64, true);
const day = column("day", date, true);
const three = [id, name, amount];

const rows = (...values: readonly string[]): string => `select * from (values ${values.join(", ")}) as t`;
const some = (...values: readonly string[]): string => `${rows(...values)}(id, name, amount)`;
const put = (text: string, write: Partial<Write<Typed>> = {}, columns = three): Step => ({ rows: text, columns, write });

function condition(text: string): TypedExpression {
  const { typed, problems } = inferExpression(parsed(text), {
    columns: { incoming: three, stored: three },
    parameters: new Map([["least", int64]]),
  });
  if (typed === undefined) throw new Error(problems.map(({ message }) => message).join());
  return typed;
}

const merging = { mode: "merge", keys: ["id"] } as const;
const append = { mode: "append" } as const;
const byDay = [id, day, amount];
const days = (...values: readonly string[]): string => `${rows(...values)}(id, day, amount)`;

const everyType = [
  column("id", int64),
  column("b", boolean, true),
  column("i8", { kind: "int8" }, true),
  column("i16", { kind: "int16" }, true),
  column("i32", int32, true),
  column("f32", { kind: "float32" }, true),
  column("f64", float64, true),
  column("d", decimal(38, 10), true),
  column("s", string, true),
  column("raw", { kind: "binary" }, true),
  column("day", date, true),
  column("at", timestamp, true),
  column("wall", timestampNtz, true),
  column("list", { kind: "list", item: string, itemNullable: true }, true),
  column(
    "struct",
    { kind: "struct", fields: [column("a_b", int32, true), column("c", { kind: "list", item: int64, itemNullable: false }, true)] },
    true,
  ),
  column("map", { kind: "map", key: string, value: float64, valueNullable: true }, true),
];
const everyValue = `select * replace (i8::tinyint as i8, i16::smallint as i16, f32::float as f32) from (select 1::bigint as id, true as b, (-128)::tinyint as i8, 32767::smallint as i16, (-2147483648)::integer as i32, 1.5::float as f32, 'nan'::double as f64,
  1234567890123456789012345678.0123456789::decimal(38,10) as d, 'é😀 ''"\\ ' as s, '\\x00\\xff'::blob as raw, date '0001-01-01' as day, timestamptz '1500-03-01 10:00:00.123456+00' as at,
  timestamp '1899-12-31 23:59:59.999999' as wall, ['a', null, ''] as list, {'a_b': 1, 'c': [1::bigint, 2]} as struct, map {'x': 1.5::double, 'y': null} as map
  union all select 2, null, null, null, null, null, '-0.0'::double, null, '', ''::blob, date '9999-12-31', timestamptz '9999-12-31 23:59:59.999999+00', null, [], {'a_b': null, 'c': []}, map {}
  union all select 3, false, 0, 0, 0, '-inf'::float, 1e308, -0.0000000001, null, null, date '1582-10-10', timestamptz '1582-10-10 00:00:00+00', timestamp '0001-01-01 00:00:00', null, null, null)`;

export const histories: { readonly [title: string]: History } = {
  "appended to": {
    columns: three,
    steps: [put(some("(1, 'a', 1)"), append), put(some("(2, null, null)", "(1, 'b', 3)"), append), put(some("(3, 'c', 1)"), append)],
  },
  overwritten: {
    columns: three,
    steps: [put(some("(1, 'a', 1)")), put(some("(2, 'b', 2)", "(3, 'c', 3)")), put(`${some("(1, 'a', 1)")} where false`)],
  },
  "partitions overwritten": {
    columns: byDay,
    steps: [
      put(days("(1, date '2024-01-01', 1)", "(2, date '2024-01-02', 2)", "(3, null, 3)"), { ...append, partitionBy: ["day"] }, byDay),
      put(days("(4, date '2024-01-02', 4)", "(5, date '2024-01-03', 5)"), { mode: "overwritePartitions", partitionBy: ["day"] }, byDay),
      put(days("(6, null, 6)", "(7, date '2024-01-01', 7)"), { mode: "overwritePartitions", partitionBy: ["day"] }, byDay),
    ],
  },
  merged: {
    columns: three,
    steps: [
      put(some("(1, 'a', 1)", "(2, 'b', 2)"), merging),
      put(some("(2, 'B', 20)", "(3, 'c', 3)"), merging),
      put(some("(1, null, null)", "(4, 'd', 4)"), merging),
    ],
  },
  "merged by conditions": {
    columns: three,
    steps: [
      put(some("(1, 'a', 1)", "(2, 'b', 20)", "(3, 'c', 3)", "(4, 'd', null)")),
      put(some("(1, 'A', 100)", "(2, 'B', 5)", "(3, null, 0)", "(4, 'D', 7)", "(5, 'E', 5)"), {
        ...merging,
        updateWhen: condition("(incoming.amount ?? 0) > (stored.amount ?? 0)"),
        deleteWhen: condition("incoming.name === null || incoming.name === ':least'"),
      }),
      put(some("(1, 'z', 1)", "(2, 'z', 2)", "(5, 'z', 500)"), { ...merging, updateWhen: condition("(incoming.amount ?? 0) >= $least") }),
    ],
  },
  "inserted only": {
    columns: three,
    steps: [
      put(some("(1, 'a', 1)"), { ...merging, mode: "insertOnly" }),
      put(some("(1, 'x', 9)", "(2, 'b', 2)"), { ...merging, mode: "insertOnly" }),
      put(some("(1, 'y', 9)", "(2, 'y', 9)"), { ...merging, mode: "insertOnly" }),
    ],
  },
  "by two keys, of which one is the partition": {
    columns: byDay,
    steps: [
      put(
        days("(1, date '2024-01-01', 1)", "(1, date '2024-01-02', 2)"),
        { mode: "merge", keys: ["id", "day"], partitionBy: ["day"] },
        byDay,
      ),
      put(
        days("(1, date '2024-01-02', 20)", "(1, date '2024-01-03', 3)"),
        { mode: "merge", keys: ["id", "day"], partitionBy: ["day"] },
        byDay,
      ),
    ],
  },
  "of other columns": {
    columns: three,
    steps: [
      put(some("(1, 'a', 1)"), append),
      put("select 2::bigint as id, 'b' as nam, date '2024-01-01' as amount", append, [
        id,
        column("nam", string, true),
        column("amount", date, true),
      ]),
      put("select 2::bigint as id, 'b' as \"Name\"", { ...append, schemaChanges: "addColumns" }, [id, column("Name", string, true)]),
    ],
  },
  "with columns added": {
    columns: [...three, column("more", string, true)],
    steps: [
      put(some("(1, 'a', 1)"), append),
      put("select 2::bigint as id, 'x' as more", { ...append, schemaChanges: "addColumns" }, [id, column("more", string, true)]),
      put("select 2::bigint as id, 'b' as name, 'y' as more union all select 3, 'c', null", { ...merging, schemaChanges: "addColumns" }, [
        id,
        name,
        column("more", string, true),
      ]),
    ],
  },
  "with columns added by a merge": {
    columns: [...three, column("more", int32, true)],
    steps: [
      put(some("(1, 'a', 1)", "(2, 'b', 2)")),
      put("select 2::bigint as id, 5::integer as more union all select 3, 6", { ...merging, schemaChanges: "addColumns" }, [
        id,
        column("more", int32, true),
      ]),
    ],
  },
  "with its schema replaced": {
    columns: [column("key", string), day],
    steps: [
      put(days("(1, date '2024-01-01', 1)"), { ...append, partitionBy: ["day"] }, byDay),
      put("select 'k' as key, date '2024-02-01' as day", { schemaChanges: "replace" }, [column("key", string), day]),
    ],
  },
  "two rows of one key": {
    columns: three,
    steps: [put(some("(1, 'a', 1)")), put(some("(7, 'a', 1)", "(8, 'b', 2)", "(7, 'c', 3)"), merging)],
  },
  "two rows of one key into a new table": {
    columns: three,
    steps: [put(some("(7, 'a', 1)", "(7, 'c', 3)"), merging), put(some("(1, 'a', 1)"))],
  },
  "a null for a key": {
    columns: three,
    steps: [put(some("(1, 'a', 1)")), put(some("(1, null, 2)", "(2, 'a', 3)"), { ...merging, keys: ["id", "name"] })],
  },
  "by other partitions": {
    columns: byDay,
    steps: [
      put(days("(1, date '2024-01-01', 1)"), { ...append, partitionBy: ["day"] }, byDay),
      put(days("(2, date '2024-01-01', 1)"), { ...append, partitionBy: ["amount"] }, byDay),
    ],
  },
  "an empty text for a partition": {
    columns: three,
    steps: [put(some("(1, 'a', 1)"), { ...append, partitionBy: ["name"] }), put(some("(2, '', 2)"), { ...append, partitionBy: ["name"] })],
  },
  "odd texts for partitions": {
    columns: three,
    steps: [
      put(some("(1, 'a b', 1)", "(2, 'x/y=%20:é', 2)", "(3, null, 3)"), { ...append, partitionBy: ["name"] }),
      put(some("(1, 'a b', 10)", "(4, '..', 4)"), { mode: "merge", keys: ["name"], updateWhen: condition("incoming.amount !== null") }),
    ],
  },
  "where other files lie": { before: "in.csv", columns: three, steps: [put(some("(1, 'a', 1)"), append)] },
  "of every type": {
    columns: everyType,
    steps: [put(everyValue, append, everyType), put(everyValue, merging, everyType), put(everyValue, append, everyType)],
  },
  "of odd names": {
    columns: [column("i'd", int64), column("Ünï.code", string, true)],
    steps: [
      put('select 1::bigint as "i\'d", \'a\' as "Ünï.code"', append, [column("i'd", int64), column("Ünï.code", string, true)]),
      put('select 1::bigint as "i\'d", \'b\' as "Ünï.code"', { mode: "merge", keys: ["i'd"] }, [
        column("i'd", int64),
        column("Ünï.code", string, true),
      ]),
    ],
  },
};
