import type { Span } from "../diagnostics/diagnostic.ts";
import type { FunctionSyntax } from "../parse/syntax.ts";
import type { Expression, Side, TypedExpression } from "../plan/expression.ts";
import type { FileFormat, NamedExpression, SchemaChanges, SortKey, Step, Typed, Untyped, WriteMode } from "../plan/step.ts";
import type { Column, DataType } from "../plan/types.ts";
import type { Environment } from "./environment.ts";

// What an expression of a pipeline file stands for while it is read: nothing is computed, a table is its steps.

export type Value =
  /** A constant or something computed from columns. */
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "undefined" }
  | ObjectValue
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | RowValue
  | FunctionValue
  /** A function or constant that "odibi" exports. */
  | { readonly kind: "builtin"; readonly name: string }
  /** `import * as silver`. */
  | { readonly kind: "namespace"; readonly file: string }
  | { readonly kind: "odibi" }
  | { readonly kind: "columnTypes" }
  | { readonly kind: "math" }
  | ColumnTypeValue
  | ConnectionValue
  | FormatValue
  | TableValue
  | GroupedValue
  | SortKeyValue
  | { readonly kind: "pipeline"; readonly settings: NodeSettings }
  | { readonly kind: "config"; readonly options: ObjectValue }
  /** What could not be understood and was reported: everything made of it is silent. */
  | { readonly kind: "fault" };

export type ValueKind = Value["kind"];

export interface ObjectValue {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, ObjectEntry>;
}
export interface ObjectEntry {
  readonly value: Value;
  /** Of the property's name, and of its value. */
  readonly span: Span;
  readonly valueSpan: Span;
  readonly description?: string;
}

/** The parameter of a lambda, or what a pattern took from it. Unknown columns (of a faulty table) are silent. */
export interface RowValue {
  readonly kind: "row";
  readonly side?: Side;
  readonly columns: readonly ColumnInfo[];
  readonly isFaulty: boolean;
}
export interface ColumnInfo extends Column {
  /** TypeScript sees a bare `number` here; see isUntagged. */
  readonly isUntagged?: boolean;
  readonly description?: string;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly syntax: FunctionSyntax;
  readonly environment: Environment;
  readonly name?: string;
}

export interface ColumnTypeValue {
  readonly kind: "columnType";
  readonly type: DataType;
  readonly nullable: boolean;
}

/** A place for data. `name` comes from the constant that holds it. */
export interface ConnectionValue {
  readonly kind: "connection";
  readonly name?: string;
  readonly span: Span;
  readonly places:
    | LocalPlace
    | { readonly kind: "byEnvironment"; readonly places: ReadonlyMap<string, LocalPlace>; readonly spans: ReadonlyMap<string, Span> };
}
export interface LocalPlace {
  readonly kind: "local";
  readonly path: string;
}

export interface FormatValue {
  readonly kind: "format";
  readonly connection: ConnectionValue;
  readonly path: string;
  readonly pathSpan: Span;
  readonly file: FileFormat;
}

export interface TableValue {
  readonly kind: "table";
  /** With their types, but for those that were at fault. */
  readonly steps: readonly (Step<Typed> | Step<Untyped>)[];
  readonly columns: readonly ColumnInfo[];
  /** Its columns are not known, since a step was at fault. */
  readonly isFaulty: boolean;
  readonly write?: WriteDraft;
  readonly settings: NodeSettings;
  readonly after: readonly string[];
  /** Where `.config` and `.after` stand: they are a node's, so an unexported table may not have them. */
  readonly settingSpans: readonly Span[];
}

export interface WriteDraft {
  readonly target: FormatValue;
  readonly mode: WriteMode;
  readonly partitionBy: readonly string[];
  readonly keys?: readonly string[];
  readonly updateWhen?: TypedExpression;
  readonly deleteWhen?: TypedExpression;
  readonly schemaChanges?: SchemaChanges;
  readonly span: Span;
}

export interface GroupedValue {
  readonly kind: "grouped";
  readonly table: TableValue;
  readonly keys: readonly NamedExpression<Untyped>[];
  readonly keyColumns: readonly ColumnInfo[];
}

export type SortKeyValue = { readonly kind: "sortKey" } & SortKey<Untyped>;

export interface NodeSettings {
  readonly owner?: string;
  readonly tags?: readonly string[];
  readonly retries?: number;
  readonly timeout?: number;
  readonly onError?: "continue" | "stop";
  readonly cache?: boolean;
}

export const fault: Value = { kind: "fault" };

/** What a value is, in words, for messages. */
export const valueWords: { readonly [kind in ValueKind]: string } = {
  expression: "a value",
  undefined: "undefined",
  object: "an object",
  list: "a list",
  row: "a whole row",
  function: "a function",
  builtin: 'a function of "odibi"',
  namespace: "a module",
  odibi: 'the module "odibi"',
  columnTypes: "`t`",
  math: "`Math`",
  columnType: "a column type",
  connection: "a connection",
  format: "a place of files",
  table: "a table",
  grouped: "a grouped table, which wants `.aggregate(…)`",
  sortKey: "a sort key",
  pipeline: "pipeline settings",
  config: "a project's config",
  fault: "nothing",
};
