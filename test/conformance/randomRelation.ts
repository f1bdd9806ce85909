import type { Expression } from "../../compiler/plan/expression.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import type { NamedExpression, Relation, Step, Untyped } from "../../compiler/plan/step.ts";

// Random relations with their meaning beside them: each step is built as the plan has it and, at the same time, done on rows in JavaScript.

export type Value = number | string | null;
export type Row = { readonly [column: string]: Value };
type Kind = "int64" | "string" | "float64";
export interface ColumnOf {
  readonly name: string;
  readonly kind: Kind;
  readonly nullable: boolean;
}
export interface Table {
  readonly columns: readonly ColumnOf[];
  readonly rows: readonly Row[];
}
export interface Built {
  readonly relation: Relation<Untyped>;
  readonly table: Table /** Whether the rows have an order. */;
  readonly ordered: boolean;
}

interface State extends Built {
  readonly steps: readonly Step<Untyped>[];
}

/** The next of the choices that make the relation: a number below `count`. */
export type Choose = (count: number) => number;

const parse = (text: string): Expression => {
  const { expression, problems } = parseExpression(text);
  if (expression === undefined) throw new Error(`${text}: ${problems[0]?.message}`);
  return expression;
};

export function buildRelation(
  base: { readonly [node: string]: Table },
  choose: Choose,
  length: number,
  allowed: readonly Maker[] = makers,
): Built {
  const nodes = Object.keys(base);
  const node = nodes[choose(nodes.length)] ?? "";
  const table = base[node] ?? { columns: [], rows: [] };
  let state: State = { steps: [{ kind: "read", node }], relation: { steps: [] }, table, ordered: false };
  for (let count = 0; count < length; count++) {
    const make = allowed[choose(allowed.length)];
    state = make?.(state, choose, base) ?? state;
  }
  return { relation: { steps: state.steps }, table: state.table, ordered: state.ordered };
}

type Maker = (state: State, choose: Choose, base: { readonly [node: string]: Table }) => State | undefined;

const after = (state: State, step: Step<Untyped>, table: Table, ordered: boolean): State => ({
  steps: [...state.steps, step],
  relation: state.relation,
  table,
  ordered,
});
const pick = <T>(choose: Choose, items: readonly T[]): T | undefined => items[choose(Math.max(items.length, 1))];
const text = ({ name }: ColumnOf, side?: string): string => (side === undefined ? name : `${side}.${name}`);

/** JavaScript's `===`; floats among them. */
const same = (a: Value, b: Value): boolean => a === b;
/** The order of `orderBy`: nulls last, NaN greatest, texts by code point. */
const compare = (a: Value, b: Value): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? Number(Number.isNaN(x)) - Number(Number.isNaN(y)) : x < y ? -1 : x > y ? 1 : 0;
};
/** One text for values that are one key: NaN is itself, -0 is 0. */
export const keyOf = (value: Value): string =>
  value === null ? "null" : typeof value === "string" ? JSON.stringify(value) : String(value === 0 ? 0 : value);
const positive = (value: Value): Value => (value === 0 ? 0 : value);

interface Condition {
  readonly text: string;
  readonly holds: (row: Row) => boolean;
}

function condition(table: Table, choose: Choose): Condition {
  const column = pick(choose, table.columns);
  if (column === undefined) return { text: "true", holds: () => true };
  const { name, kind, nullable } = column;
  const value = (row: Row) => row[name] ?? null;
  const options: Condition[] = [
    { text: `${name} !== null`, holds: row => value(row) !== null },
    { text: `${name} === null`, holds: row => value(row) === null },
    ...(kind === "int64"
      ? [
          { text: `(${name} ?? 7) % 2 === 0`, holds: (row: Row) => Number(value(row) ?? 7) % 2 === 0 },
          { text: `${name} === 1`, holds: (row: Row) => value(row) === 1 },
          { text: `${name} !== 1`, holds: (row: Row) => value(row) !== 1 },
          {
            text: nullable ? `${name} === null || 10 % (${name} === 0 ? 1 : ${name}) === 0` : `${name} !== 0 && 10 % ${name} === 0`,
            holds: (row: Row) => {
              const a = value(row);
              return nullable ? a === null || 10 % (a === 0 ? 1 : Number(a)) === 0 : a !== 0 && 10 % Number(a) === 0;
            },
          },
        ]
      : []),
    ...(kind === "string"
      ? [
          { text: `(${name} ?? 'z') >= 'b'`, holds: (row: Row) => compare(value(row) ?? "z", "b") >= 0 },
          { text: `isIn(${name}, ['a', 'c'])`, holds: (row: Row) => value(row) === "a" || value(row) === "c" },
        ]
      : []),
    ...(kind === "float64"
      ? [
          { text: `(${name} ?? 0) > 1`, holds: (row: Row) => Number(value(row) ?? 0) > 1 },
          { text: `${name} === 0`, holds: (row: Row) => value(row) === 0 },
          { text: `!((${name} ?? 0) <= 1)`, holds: (row: Row) => !(Number(value(row) ?? 0) <= 1) },
        ]
      : []),
  ];
  const first = pick(choose, options) ?? { text: "true", holds: () => true };
  if (choose(3) > 0) return first;
  const second = pick(choose, options) ?? first;
  const and = choose(2) === 0;
  return {
    text: `(${first.text}) ${and ? "&&" : "||"} (${second.text})`,
    holds: row => (and ? first.holds(row) && second.holds(row) : first.holds(row) || second.holds(row)),
  };
}

interface Computed {
  readonly column: ColumnOf;
  readonly text: string;
  readonly value: (row: Row) => Value;
}

function computed(table: Table, choose: Choose, name: string): Computed | undefined {
  const column = pick(choose, table.columns);
  if (column === undefined) return undefined;
  const { kind, nullable } = column;
  const own = column.name;
  const value = (row: Row) => row[own] ?? null;
  const plain: Computed = { column: { name, kind, nullable }, text: own, value };
  const variants: Computed[] = [
    plain,
    plain,
    ...(kind === "int64"
      ? [{ column: { name, kind, nullable: false }, text: `(${own} ?? 0) * 2 + 1`, value: (row: Row) => Number(value(row) ?? 0) * 2 + 1 }]
      : []),
    ...(kind === "string"
      ? [
          { column: { name, kind, nullable: false }, text: `\`<\${${own} ?? ''}>\``, value: (row: Row) => `<${value(row) ?? ""}>` },
          {
            column: { name, kind, nullable: true },
            text: `nullIf(${own}, 'a')`,
            value: (row: Row) => (value(row) === "a" ? null : value(row)),
          },
        ]
      : []),
    {
      column: { name, kind: "string" as const, nullable: false },
      text: `${own} === null ? 'none' : 'some'`,
      value: (row: Row) => (value(row) === null ? "none" : "some"),
    },
  ];
  return pick(choose, variants);
}

const namesFrom = ["p", "q", "r", "s"];

const makers: readonly Maker[] = [
  (state, choose) => {
    const { text: written, holds } = condition(state.table, choose);
    return after(
      state,
      { kind: "filter", condition: parse(written) },
      { ...state.table, rows: state.table.rows.filter(holds) },
      state.ordered,
    );
  },
  (state, choose) => {
    const columns = namesFrom
      .slice(0, 1 + choose(4))
      .map(name => computed(state.table, choose, name))
      .filter(one => one !== undefined);
    const step: Step<Untyped> = {
      kind: "select",
      columns: columns.map(({ column, text: written }) => ({ name: column.name, expression: parse(written) })),
    };
    return after(
      state,
      step,
      {
        columns: columns.map(({ column }) => column),
        rows: state.table.rows.map(row => Object.fromEntries(columns.map(({ column, value }) => [column.name, value(row)]))),
      },
      state.ordered,
    );
  },
  (state, choose, base) => join(state, choose, base, choose(2) === 0 ? "inner" : "left"),
  (state, choose, base) => {
    const anti = choose(2) === 0;
    const other = otherSide(choose, base);
    const on = joinKeys(state.table, other.table, choose);
    if (on === undefined) return undefined;
    const step: Step<Untyped> = { kind: "semiJoin", anti, right: other.relation, on: parse(on.text) };
    return after(
      state,
      step,
      { ...state.table, rows: state.table.rows.filter(row => other.table.rows.some(right => on.holds(row, right)) !== anti) },
      false,
    );
  },
  (state, choose) => aggregate(state, choose, choose(3)),
  state => {
    const seen = new Map(
      state.table.rows.map(row => [state.table.columns.map(({ name }) => keyOf(row[name] ?? null)).join(), row] as const),
    );
    return after(
      state,
      { kind: "distinct" },
      {
        ...state.table,
        rows: [...seen.values()].map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, positive(value)]))),
      },
      false,
    );
  },
  (state, choose) => {
    const key = pick(choose, state.table.columns);
    // -0 and 0 are one in the order, so that either row would do.
    if (key === undefined || state.table.columns.some(({ kind }) => kind === "float64")) return undefined;
    const descending = choose(2) === 0;
    const first = new Map<string, Row>();
    for (const row of sorted(state.table, descending))
      if (!first.has(keyOf(row[key.name] ?? null))) first.set(keyOf(row[key.name] ?? null), row);
    return after(
      state,
      { kind: "deduplicate", by: [key.name], orderBy: everyColumn(state.table, descending) },
      { ...state.table, rows: [...first.values()] },
      false,
    );
  },
  (state, choose) => {
    const descending = choose(2) === 0;
    return after(
      state,
      { kind: "orderBy", keys: everyColumn(state.table, descending) },
      { ...state.table, rows: sorted(state.table, descending) },
      true,
    );
  },
  (state, choose) => {
    if (state.table.columns.some(({ kind }) => kind === "float64")) return undefined;
    const rows = choose(5);
    const ordered = after(
      state,
      { kind: "orderBy", keys: everyColumn(state.table, false) },
      { ...state.table, rows: sorted(state.table, false) },
      true,
    );
    // A selection or a filter may stand between.
    const between =
      choose(3) === 0
        ? (makers[0]?.(ordered, choose, {}) ?? ordered)
        : choose(2) === 0
          ? (makers[1]?.(ordered, choose, {}) ?? ordered)
          : ordered;
    return after(
      between,
      { kind: "limit", rows: { kind: "number", text: String(rows) } },
      { ...between.table, rows: between.table.rows.slice(0, rows) },
      true,
    );
  },
  (state, choose) => {
    const dropped = pick(choose, state.table.columns);
    if (dropped === undefined) return undefined;
    const columns = state.table.columns.map(column => (column === dropped ? { ...column, nullable: false } : column));
    return after(
      state,
      { kind: "notNull", columns: [dropped.name], otherwise: "drop" },
      { columns, rows: state.table.rows.filter(row => row[dropped.name] !== null) },
      state.ordered,
    );
  },
  (state, choose, base) => {
    // The same columns in another order, from another table.
    const other = otherSide(choose, base);
    const expressions = [...state.table.columns]
      .reverse()
      .map(column => ({ column, source: other.table.columns.find(({ kind }) => kind === column.kind) }));
    if (expressions.some(({ source }) => source === undefined)) return undefined;
    const select: Step<Untyped> = {
      kind: "select",
      columns: expressions.map(
        ({ column, source }): NamedExpression<Untyped> => ({ name: column.name, expression: parse(source?.name ?? "null") }),
      ),
    };
    const rows = other.table.rows.map(row =>
      Object.fromEntries(expressions.map(({ column, source }) => [column.name, row[source?.name ?? ""] ?? null])),
    );
    const columns = state.table.columns.map(column => ({
      ...column,
      nullable: column.nullable || (expressions.find(one => one.column === column)?.source?.nullable ?? false),
    }));
    return after(
      state,
      { kind: "union", other: { steps: [...other.relation.steps, select] } },
      { columns, rows: [...state.table.rows, ...rows] },
      false,
    );
  },
];

const everyColumn = (table: Table, descending: boolean) =>
  table.columns.map(column => ({ expression: parse(column.name), direction: descending ? ("desc" as const) : ("asc" as const) }));

/** Nulls are last either way. */
const sorted = (table: Table, descending: boolean): readonly Row[] =>
  table.rows.toSorted((a, b) => {
    for (const { name } of table.columns) {
      const [x, y] = [a[name] ?? null, b[name] ?? null];
      const order = x === null || y === null || !descending ? compare(x, y) : compare(y, x);
      if (order !== 0) return order;
    }
    return 0;
  });

function otherSide(choose: Choose, base: { readonly [node: string]: Table }): Built {
  const alone = makers.filter((_, index) => index !== 2 && index !== 3 && index !== 10);
  return buildRelation(base, choose, choose(3), alone);
}

function joinKeys(
  left: Table,
  right: Table,
  choose: Choose,
): { readonly text: string; readonly holds: (a: Row, b: Row) => boolean } | undefined {
  const pairs = left.columns.flatMap(a => right.columns.filter(b => a.kind === b.kind && !(a.nullable && b.nullable)).map(b => ({ a, b })));
  const pair = pick(choose, pairs);
  if (pair === undefined) return undefined;
  const { a, b } = pair;
  return { text: `${text(a, "left")} === ${text(b, "right")}`, holds: (x, y) => same(x[a.name] ?? null, y[b.name] ?? null) };
}

function join(state: State, choose: Choose, base: { readonly [node: string]: Table }, type: "inner" | "left"): State | undefined {
  const other = otherSide(choose, base);
  const on = joinKeys(state.table, other.table, choose);
  if (on === undefined || state.table.rows.length * other.table.rows.length > 4000) return undefined;
  const outer = type === "left";
  const sources = [
    ...state.table.columns.map(column => ({ column, side: "left" as const })),
    ...other.table.columns.map(column => ({ column: { ...column, nullable: column.nullable || outer }, side: "right" as const })),
  ];
  const taken = namesFrom.map(name => ({ name, source: pick(choose, sources) }));
  const build = (left: Row, right: Row | undefined): Row =>
    Object.fromEntries(
      taken.map(({ name, source }) => [
        name,
        source === undefined ? null : ((source.side === "left" ? left : right)?.[source.column.name] ?? null),
      ]),
    );
  const rows = state.table.rows.flatMap(left => {
    const matches = other.table.rows.filter(right => on.holds(left, right));
    return matches.length === 0 && outer ? [build(left, undefined)] : matches.map(right => build(left, right));
  });
  const step: Step<Untyped> = {
    kind: "join",
    type,
    right: other.relation,
    on: parse(on.text),
    columns: taken.map(({ name, source }) => ({
      name,
      expression: parse(source === undefined ? "null" : text(source.column, source.side)),
    })),
  };
  return after(
    state,
    step,
    { columns: taken.flatMap(({ name, source }) => (source === undefined ? [] : [{ ...source.column, name }])), rows },
    false,
  );
}

function aggregate(state: State, choose: Choose, keyCount: number): State | undefined {
  const keys = namesFrom
    .slice(0, keyCount)
    .map(name => computed(state.table, choose, name))
    .filter(key => key !== undefined);
  const value = pick(choose, state.table.columns);
  if (value === undefined) return undefined;
  const groups = new Map<string, Row[]>(keyCount === 0 ? [["", []]] : []);
  for (const row of state.table.rows) {
    const key = keys.map(({ value: of }) => keyOf(of(row))).join();
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const of = (rows: readonly Row[]) => rows.map(row => row[value.name] ?? null).filter(one => one !== null);
  const greatest = (rows: readonly Row[]) => positive(of(rows).reduce<Value>((a, b) => (a === null || compare(a, b) < 0 ? b : a), null));
  const keyed = keyCount > 0;
  const rows = [...groups.values()].map(
    (group): Row => ({
      ...Object.fromEntries(keys.map(({ column, value: key }) => [column.name, positive(key(group[0] ?? {}))])),
      n: group.length,
      m: greatest(group),
      d: new Set(of(group).map(keyOf)).size,
      ...(value.kind === "int64" ? { t: of(group).reduce<number>((a, b) => a + Number(b), 0) } : {}),
    }),
  );
  const max = `max(${value.name})`;
  const columns: NamedExpression<Untyped>[] = [
    { name: "n", expression: parse("count()") },
    { name: "m", expression: parse(max) },
    { name: "d", expression: parse(`countDistinct(${value.name})`) },
    ...(value.kind === "int64" ? [{ name: "t", expression: parse(`sum(${value.name})`) }] : []),
  ];
  const step: Step<Untyped> = {
    kind: "aggregate",
    keys: keys.map(({ column, text: written }) => ({ name: column.name, expression: parse(written) })),
    aggregates: columns,
  };
  const output: ColumnOf[] = [
    ...keys.map(({ column }) => column),
    { name: "n", kind: "int64", nullable: false },
    { name: "m", kind: value.kind, nullable: value.nullable || !keyed },
    { name: "d", kind: "int64", nullable: false },
    ...(value.kind === "int64" ? [{ name: "t", kind: "int64" as const, nullable: false }] : []),
  ];
  return after(state, step, { columns: output, rows }, false);
}
