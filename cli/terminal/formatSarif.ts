import { catalogue } from "../../compiler/diagnostics/catalogue.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Entry } from "../../compiler/diagnostics/entry.ts";

/** Diagnostics as SARIF 2.1.0, which code hosts show beside the lines. */
export function formatSarif(diagnostics: readonly Diagnostic[]): object {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "odibi", rules: codes.map(describeRule) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map(describeResult),
      },
    ],
  };
}

function describeRule(code: string): object {
  const entry: Entry | undefined = Object.entries(catalogue).find(([known]) => known === code)?.[1];
  return { id: code, ...(entry ? { shortDescription: { text: entry.title }, fullDescription: { text: entry.explanation } } : {}) };
}

function describeResult({ code, severity, message, hint, file, line, column, endLine, endColumn, related }: Diagnostic): object {
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: code,
    level: severity,
    message: { text: hint === undefined ? message : `${message} ${hint}` },
    ...(file === undefined
      ? {}
      : { locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file) }, ...(line === undefined ? {} : { region }) } }] }),
    ...(related === undefined
      ? {}
      : {
          relatedLocations: related.map(one => ({
            message: { text: one.message },
            physicalLocation: { artifactLocation: { uri: encodeURI(one.file) }, region: { startLine: one.line, startColumn: one.column } },
          })),
        }),
  };
}
