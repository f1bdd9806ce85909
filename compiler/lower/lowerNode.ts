import type { Declaration } from "../parse/syntax.ts";
import { type Lowering, report } from "./environment.ts";
import type { TableValue, Value } from "./value.ts";

/**
 * Makes a node of an exported table of a pipeline file; whoever names it reads the node. An unexported table stays what it is: part of the nodes that use it,
 * so it has no write and no settings of its own.
 */
export function lowerNode(
  table: TableValue,
  declaration: Declaration,
  exported: readonly string[],
  file: string,
  lowering: Lowering,
): Value {
  const nameSpan = { file, start: declaration.nameStart, end: declaration.nameEnd };
  const [name, second] = exported;
  if (name === undefined || !lowering.program.isPipeline(file)) {
    const why = name === undefined ? `\`${declaration.name}\` is not exported` : `\`${file}\` is no pipeline file`;
    const hint =
      name === undefined
        ? "Export it: `export const …`; an exported table is a node."
        : "Move it to a file that the config's `pipelines` names.";
    if (table.write !== undefined)
      report(lowering, { code: "ODB3005", message: `${why}, so the table is no node and is never written.`, hint, span: table.write.span });
    for (const span of table.write === undefined ? table.settingSpans : [])
      report(lowering, { code: "ODB3023", message: `${why}, so the table is no node and its settings mean nothing.`, hint, span });
    return { ...table, settings: {}, after: [], settingSpans: [] };
  }
  if (second !== undefined)
    report(lowering, {
      code: "ODB3024",
      message: `\`${declaration.name}\` is exported twice, as \`${name}\` and \`${second}\`.`,
      hint: "A node has one name; leave one of the exports out.",
      span: nameSpan,
    });
  const id = lowering.idOf(file, name);
  lowering.nodes.set(id, {
    id,
    file,
    name,
    nameSpan,
    table,
    ...(declaration.description === undefined ? {} : { description: declaration.description }),
  });
  const read = { kind: "read", node: id, span: nameSpan, output: table.columns } as const;
  return { kind: "table", steps: [read], columns: table.columns, isFaulty: table.isFaulty, settings: {}, after: [], settingSpans: [] };
}
