import { columnsIn } from "./columnsIn.ts";
import type { ColumnReference, TypedExpression } from "./expression.ts";
import type { Relation, SortKey, Step, StepKind, Typed } from "./step.ts";
import type { Column } from "./types.ts";

/** Where a table's columns and rows come from, as `node.column` of the nodes that it reads. */
export interface Lineage {
  /** What the value of a result column is computed from. */
  readonly columns: (name: string) => readonly string[];
  /** What decides which rows there are: filters, join conditions, keys, and the order where a limit cuts it. */
  readonly rowsFrom: readonly string[];
}

/**
 * The lineage of a relation, one node deep. A file that the node reads itself has no name and adds nothing; a written value neither. What a `mapRows`
 * gives comes from all that it is given. All names are sorted, each once.
 */
export function lineageOf(relation: Relation<Typed>): Lineage {
  const { columns, rows } = trace(relation);
  return { columns: name => sorted(columns(name)), rowsFrom: sorted(rows) };
}

const sorted = (names: Names): Names => (names.length < 2 ? names : names.toSorted());

/** Each once. */
type Names = readonly string[];
/** Asks for a column's names: most columns of a table that is read are never asked for. */
type NamesOf = (column: string) => Names;
interface Traced {
  readonly columns: NamesOf;
  readonly rows: Names;
  /** What the rows are ordered by. */
  readonly order: Names;
}

const noNames: Names = [];
const none: NamesOf = () => noNames;
const nothing: Traced = { columns: none, rows: noNames, order: noNames };

function trace({ steps }: Relation<Typed>): Traced {
  let traced = nothing;
  let before: readonly Column[] = [];
  for (const step of steps) {
    traced = traceStep(traced, step, before);
    before = step.output;
  }
  return traced;
}

/** `before` are the columns that reach the step. */
type Rule<K extends StepKind> = (step: Extract<Step<Typed>, { kind: K }>, input: Traced, before: readonly Column[]) => Traced;

const rules: { readonly [K in StepKind]: Rule<K> } = {
  read: ({ node, output }) => ({ columns: name => (has(output, name) ? [`${node}.${name}`] : noNames), rows: noNames, order: noNames }),
  source: () => nothing,
  filter: ({ condition }, input) => decided(input, from(condition, { row: input })),
  select: ({ columns }, { rows, order, ...input }) => ({ columns: named(columns, { row: input }), rows, order }),
  join: ({ right, on, columns }, left) => {
    const other = trace(right);
    const sides = { left, right: other };
    return { columns: named(columns, sides), rows: unite([left.rows, other.rows, from(on, sides)]), order: noNames };
  },
  semiJoin: ({ right, on }, left) => {
    const other = trace(right);
    return decided(left, unite([other.rows, from(on, { left, right: other })]));
  },
  aggregate: ({ keys, aggregates }, input) => {
    const byKey = named(keys, { row: input });
    const byAggregate = named(aggregates, { row: input, key: { columns: byKey } });
    const isKey = new Set(keys.map(({ name }) => name));
    return {
      columns: column => (isKey.has(column) ? byKey(column) : byAggregate(column)),
      rows: unite([input.rows, allOf(keys, byKey)]),
      order: noNames,
    };
  },
  distinct: (_, input, before) => decided(input, allOf(before, input.columns)),
  deduplicate: ({ by, orderBy }, input) => decided(input, unite([...by.map(input.columns), ordering(orderBy, input)])),
  orderBy: ({ keys }, input) => ({ columns: input.columns, rows: input.rows, order: ordering(keys, input) }),
  limit: (_, input) => decided(input, input.order),
  union: ({ other, output }, input) => {
    const traced = trace(other);
    const columns = new Map(output.map(({ name }) => [name, unite([input.columns(name), traced.columns(name)])]));
    return { columns: namesIn(columns), rows: unite([input.rows, traced.rows]), order: noNames };
  },
  notNull: ({ columns, otherwise }, input) => (otherwise === "drop" ? decided(input, unite(columns.map(input.columns))) : input),
  mapRows: ({ output }, input, before) => {
    const all = allOf(before, input.columns);
    return { columns: name => (has(output, name) ? all : noNames), rows: input.rows, order: noNames };
  },
};

function traceStep<K extends StepKind>(input: Traced, step: Extract<Step<Typed>, { kind: K }>, before: readonly Column[]): Traced {
  return (rules[step.kind as K] as Rule<K>)(step, input, before);
}

const has = (columns: readonly Column[], name: string): boolean => columns.some(column => column.name === name);

const decided = ({ columns, rows, order }: Traced, names: Names): Traced => ({ columns, rows: unite([rows, names]), order });

type Sides = { readonly [side: string]: Pick<Traced, "columns"> };

function named(columns: readonly { readonly name: string; readonly expression: TypedExpression }[], sides: Sides): NamesOf {
  const traced = new Map<string, Names>();
  for (const { name, expression } of columns) traced.set(name, from(expression, sides));
  return namesIn(traced);
}

const namesIn =
  (traced: ReadonlyMap<string, Names>): NamesOf =>
  column =>
    traced.get(column) ?? noNames;

function from(expression: TypedExpression, sides: Sides): Names {
  return expression.kind === "column" ? source(expression, sides) : unite(columnsIn(expression).map(column => source(column, sides)));
}

const source = ({ side, name }: ColumnReference, sides: Sides): Names => sides[side ?? "row"]?.columns(name) ?? noNames;

const allOf = (columns: readonly { readonly name: string }[], namesOf: NamesOf): Names => unite(columns.map(({ name }) => namesOf(name)));

const ordering = (keys: readonly SortKey<Typed>[], input: Traced): Names =>
  unite(keys.map(({ expression }) => from(expression, { row: input })));

const few = 8;

// Most of what is united is one list, met again, or has nothing new: then it is passed on and not copied.
function unite(lists: readonly Names[]): Names {
  let first = noNames;
  let all: Set<string> | undefined;
  for (const names of lists) {
    if (names.length === 0 || names === first || (names.length < few && names.every(name => first.includes(name)))) continue;
    if (first.length === 0) {
      first = names;
      continue;
    }
    all ??= new Set(first);
    for (const name of names) all.add(name);
  }
  return all === undefined || all.size === first.length ? first : [...all];
}
