import { columnsIn } from "./columnsIn.ts";
import type { ColumnReference, TypedExpression } from "./expression.ts";
import type { Relation, Step, StepKind, Typed } from "./step.ts";

/** Where a table's columns and rows come from, as `node.column` of the nodes that it reads. */
export interface Lineage {
  /** For each result column, what its value is computed from. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** What decides which rows there are: filters, join conditions, keys, and the order where a limit cuts it. */
  readonly rowsFrom: readonly string[];
}

/**
 * The lineage of a relation, one node deep. A file that the node reads itself has no name and adds nothing; a written value neither. What a `mapRows`
 * gives comes from all that it is given. All names are sorted, each once.
 */
export function lineageOf(relation: Relation<Typed>): Lineage {
  const traced = trace(relation);
  const columns = new Map<string, readonly string[]>();
  for (const [name, from] of traced.columns) columns.set(name, sorted(from));
  return { columns, rowsFrom: sorted(traced.rows) };
}

type Names = ReadonlySet<string>;
interface Traced {
  readonly columns: ReadonlyMap<string, Names>;
  readonly rows: Names;
  /** What the rows are ordered by. */
  readonly order: Names;
}

const noNames: Names = new Set();
const nothing: Traced = { columns: new Map(), rows: noNames, order: noNames };

const sorted = (names: Names): readonly string[] => {
  const list = [...names];
  return list.length < 2 ? list : list.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
};

const trace = (relation: Relation<Typed>): Traced => relation.steps.reduce(traceStep, nothing);

type Rule<K extends StepKind> = (step: Extract<Step<Typed>, { kind: K }>, input: Traced) => Traced;

const rules: { readonly [K in StepKind]: Rule<K> } = {
  read: ({ node, output }) => ({ ...nothing, columns: new Map(output.map(({ name }) => [name, new Set([`${node}.${name}`])])) }),
  source: ({ output }) => ({ ...nothing, columns: new Map(output.map(({ name }) => [name, noNames])) }),
  filter: ({ condition }, input) => decided(input, from(condition, { row: input })),
  select: ({ columns }, input) => ({ ...input, columns: named(columns, { row: input }) }),
  join: ({ right, on, columns }, left) => {
    const other = trace(right);
    const sides = { left, right: other };
    return { columns: named(columns, sides), rows: union(left.rows, other.rows, from(on, sides)), order: noNames };
  },
  semiJoin: ({ right, on }, left) => {
    const other = trace(right);
    return decided(left, union(other.rows, from(on, { left, right: other })));
  },
  aggregate: ({ keys, aggregates }, input) => {
    const byKey = named(keys, { row: input });
    const key = { ...nothing, columns: byKey };
    return {
      columns: new Map([...byKey, ...named(aggregates, { row: input, key })]),
      rows: union(input.rows, ...byKey.values()),
      order: noNames,
    };
  },
  distinct: (_, input) => decided(input, union(...input.columns.values())),
  deduplicate: ({ by, orderBy }, input) =>
    decided(
      input,
      union(...by.map(name => input.columns.get(name) ?? noNames), ...orderBy.map(({ expression }) => from(expression, { row: input }))),
    ),
  orderBy: ({ keys }, input) => ({ ...input, order: union(...keys.map(({ expression }) => from(expression, { row: input }))) }),
  limit: (_, input) => decided(input, input.order),
  union: ({ other }, input) => {
    const traced = trace(other);
    return {
      columns: new Map([...input.columns].map(([name, names]) => [name, union(names, traced.columns.get(name) ?? noNames)])),
      rows: union(input.rows, traced.rows),
      order: noNames,
    };
  },
  notNull: ({ columns, otherwise }, input) =>
    otherwise === "drop" ? decided(input, union(...columns.map(name => input.columns.get(name) ?? noNames))) : input,
  mapRows: ({ output }, input) => {
    const all = union(...input.columns.values());
    return { ...nothing, columns: new Map(output.map(({ name }) => [name, all])), rows: input.rows };
  },
};

function traceStep<K extends StepKind>(input: Traced, step: Extract<Step<Typed>, { kind: K }>): Traced {
  return (rules[step.kind as K] as Rule<K>)(step, input);
}

const decided = (input: Traced, names: Names): Traced => ({ ...input, rows: union(input.rows, names) });

type Sides = { readonly [side: string]: Traced };

function named(
  columns: readonly { readonly name: string; readonly expression: TypedExpression }[],
  sides: Sides,
): ReadonlyMap<string, Names> {
  const traced = new Map<string, Names>();
  for (const { name, expression } of columns) traced.set(name, from(expression, sides));
  return traced;
}

function from(expression: TypedExpression, sides: Sides): Names {
  const [first, ...more] = columnsIn(expression);
  if (first === undefined) return noNames;
  return more.length === 0 ? source(first, sides) : union(source(first, sides), ...more.map(column => source(column, sides)));
}

const source = ({ side, name }: ColumnReference, sides: Sides): Names => sides[side ?? "row"]?.columns.get(name) ?? noNames;

// Most of what is united is one set, met again, or empty: then it is passed on and not copied.
function union(...sets: readonly Names[]): Names {
  let united: Names = noNames;
  let own: Set<string> | undefined;
  for (const set of sets) {
    if (set.size === 0 || set === united) continue;
    if (united.size === 0) {
      united = set;
      continue;
    }
    own ??= new Set(united);
    united = own;
    for (const name of set) own.add(name);
  }
  return united;
}
