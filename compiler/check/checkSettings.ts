import { type Lowering, report } from "../lower/environment.ts";

/** `cache` says how a view is computed; a node that writes is computed once anyway. */
export function checkSettings(lowering: Lowering): void {
  for (const node of lowering.nodes.values()) {
    const { table } = node;
    if (table.settings.cache === undefined || table.write === undefined) continue;
    report(lowering, {
      code: "ODB3026",
      message: `\`cache\` means nothing for \`${node.name}\`, which is written: it is computed once and read from there.`,
      hint: "Leave it out.",
      span: table.settingSpans[0] ?? node.nameSpan,
    });
  }
}
