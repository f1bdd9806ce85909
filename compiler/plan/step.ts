import type { Span } from "../diagnostics/diagnostic.ts";
import type { Expression, TypedExpression } from "./expression.ts";
import type { Column, DataType } from "./types.ts";

// The relational steps of the plan, in one closed union, generic over the stage they are in.

/** What inference adds: to an expression its types, to a step the columns that it gives. */
export interface Stage {
  readonly expression: Expression;
  readonly step: object;
}
export interface Untyped {
  readonly expression: Expression;
  readonly step: object;
}
export interface Typed {
  readonly expression: TypedExpression;
  readonly step: { readonly output: readonly Column[] };
}

/** A result column and what it is computed from. */
export interface NamedExpression<S extends Stage> {
  readonly name: string;
  readonly expression: S["expression"];
}
export interface SortKey<S extends Stage> {
  readonly expression: S["expression"];
  readonly direction: "asc" | "desc";
}

/** Where a file or a folder of files lies. A path may hold params as `${name}` and, in a read, the globs `* ? [ ] **`. */
export interface FilePlace {
  readonly connection: string;
  readonly path: string;
}
export type FileFormat =
  | {
      readonly format: "csv";
      readonly delimiter?: string;
      readonly header?: boolean;
      readonly quote?: string;
      readonly nullValue?: string;
      readonly compression?: "none" | "gzip" | "zstd";
    }
  | { readonly format: "json"; readonly compression?: "none" | "gzip" | "zstd" }
  | { readonly format: "parquet"; readonly compression?: "snappy" | "zstd" | "none" }
  /** A Delta table; to be read as it was at a version, or at an instant (`2024-01-31T10:00:00Z`). */
  | { readonly format: "delta"; readonly version?: number; readonly at?: string };
/** A format of plain files. */
export type PlainFormat = Exclude<FileFormat, { readonly format: "delta" }>;

/** Whether a format is text, whose every value is checked as it is read. */
export function isTextFormat({ format }: FileFormat): boolean {
  return format === "csv" || format === "json";
}

export function isPlainFormat(file: FileFormat): file is PlainFormat {
  return file.format !== "delta";
}

/** A column that the user declared (of a read, of mapRows). */
export interface DeclaredColumn {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly description?: string;
}

/** The rows of another node: of what it wrote, or of the view that it is. */
export interface ReadStep {
  readonly kind: "read";
  readonly node: string;
}
/** The rows of files that no node of the project writes. */
export interface SourceStep extends FilePlace {
  readonly kind: "source";
  readonly file: FileFormat;
  readonly extraColumns: "fail" | "ignore";
  readonly columns: readonly DeclaredColumn[];
}
export const writeModes = ["overwrite", "append", "overwritePartitions", "merge", "insertOnly"] as const;
/** Plain files are overwritten or appended to; the others are Delta's. */
export type WriteMode = (typeof writeModes)[number];
export const schemaChanges = ["fail", "addColumns", "replace"] as const;
export type SchemaChanges = (typeof schemaChanges)[number];
export interface FilterStep<S extends Stage> {
  readonly kind: "filter";
  readonly condition: S["expression"];
}
/** `select`, `withColumns`, `drop` and `rename` all end here: every column is named, in order. */
export interface SelectStep<S extends Stage> {
  readonly kind: "select";
  readonly columns: readonly NamedExpression<S>[];
}
export interface JoinStep<S extends Stage> {
  readonly kind: "join";
  readonly type: "inner" | "left";
  readonly right: Relation<S>;
  readonly on: S["expression"];
  readonly columns: readonly NamedExpression<S>[];
}
export interface SemiJoinStep<S extends Stage> {
  readonly kind: "semiJoin";
  readonly anti: boolean;
  readonly right: Relation<S>;
  readonly on: S["expression"];
}
/** The keys, then the aggregates; without keys one row for the whole table. */
export interface AggregateStep<S extends Stage> {
  readonly kind: "aggregate";
  readonly keys: readonly NamedExpression<S>[];
  readonly aggregates: readonly NamedExpression<S>[];
}
export interface DistinctStep {
  readonly kind: "distinct";
}
export interface DeduplicateStep<S extends Stage> {
  readonly kind: "deduplicate";
  readonly by: readonly string[];
  readonly orderBy: readonly SortKey<S>[];
}
export interface OrderByStep<S extends Stage> {
  readonly kind: "orderBy";
  readonly keys: readonly SortKey<S>[];
}
/** `rows` is a number literal or a param. */
export interface LimitStep<S extends Stage> {
  readonly kind: "limit";
  readonly rows: S["expression"];
}
export interface UnionStep<S extends Stage> {
  readonly kind: "union";
  readonly other: Relation<S>;
}
export interface NotNullStep {
  readonly kind: "notNull";
  readonly columns: readonly string[];
  readonly otherwise: "fail" | "drop";
}
/** `bundle` is `functions/<sha256>.mjs` beside the plan; its default export is the function. */
export interface MapRowsStep {
  readonly kind: "mapRows";
  readonly bundle: string;
  readonly columns: readonly DeclaredColumn[];
}

export type Step<S extends Stage> = { readonly span?: Span } & S["step"] &
  (
    | ReadStep
    | SourceStep
    | FilterStep<S>
    | SelectStep<S>
    | JoinStep<S>
    | SemiJoinStep<S>
    | AggregateStep<S>
    | DistinctStep
    | DeduplicateStep<S>
    | OrderByStep<S>
    | LimitStep<S>
    | UnionStep<S>
    | NotNullStep
    | MapRowsStep
  );
export type StepKind = Step<Untyped>["kind"];

/** A chain: the first step is a `read` or a `source`, no other is. */
export interface Relation<S extends Stage> {
  readonly steps: readonly Step<S>[];
}
