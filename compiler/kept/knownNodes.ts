import type { Lowering, NodeDraft } from "../lower/environment.ts";
import type { ColumnInfo, FormatValue, TableValue } from "../lower/value.ts";
import type { SourceStep } from "../plan/step.ts";
import type { Face } from "./keepPlan.ts";
import type { KeptNode, KeptPipeline } from "./keptPlan.ts";

/** A node of a kept file; its columns are read when they are asked for. */
export interface KnownNode extends KeptNode {
  readonly file: string;
  columns(): readonly ColumnInfo[];
}

export function knownNodes(files: readonly KeptPipeline[], faceOf: (file: KeptPipeline) => Face): readonly KnownNode[] {
  return files.flatMap(file =>
    file.nodes.map((node, index) => ({ ...node, file: file.path, columns: () => faceOf(file).columns[index] ?? [] })),
  );
}

const nothing = { kind: "table", steps: [], isFaulty: false, settings: {}, after: [], settingSpans: [] } as const;

/** What an importer gets of it: a table that reads the node. */
export function valueOf(node: KnownNode): TableValue {
  return {
    ...nothing,
    get steps() {
      return [{ kind: "read", node: node.id, span: node.nameSpan, output: node.columns() } as const];
    },
    get columns() {
      return node.columns();
    },
  };
}

/** What the checks and its readers' inference see of it: the places it reads and writes, and its columns. */
export function draftOf(node: KnownNode, lowering: Lowering): NodeDraft {
  const { id, file, name, nameSpan, sources } = node;
  const steps = sources.map((source): SourceStep & { readonly kind: "source" } => ({
    kind: "source",
    ...source,
    file: { format: "parquet" },
    extraColumns: "fail",
    columns: [],
  }));
  const write = writeOf(node, lowering);
  return {
    id,
    file,
    name,
    nameSpan,
    table: {
      ...nothing,
      steps,
      ...(write === undefined ? {} : { write }),
      get columns() {
        return node.columns();
      },
    },
  };
}

function writeOf({ write, nameSpan }: KnownNode, lowering: Lowering): TableValue["write"] {
  const connection = write === undefined ? undefined : lowering.connections.get(write.connection);
  if (write === undefined || connection === undefined) return undefined;
  const target: FormatValue = { kind: "format", connection, path: write.path, pathSpan: write.pathSpan, file: write.file };
  return { target, mode: "overwrite", partitionBy: [], span: nameSpan };
}
