import { builtinNames } from "../../compiler/lower/builtins.ts";
import { plainConfig } from "./wrongProject.ts";

/**
 * A project of an example of the catalogue: pipelines/example.pipeline.ts, and the files that it names after lines `// file: …`.
 * What an example uses of "odibi" and of tables.ts (beside the project's config) is imported.
 */
export function projectOf(example: string, tables: string): { readonly [path: string]: string } {
  const parts = example.split(/^\/\/ file: (.+)$/m);
  const files: { [path: string]: string } = {
    "odibi.config.ts": plainConfig,
    "tables.ts": tables,
    "package.json": '{ "name": "example" }',
  };
  files["pipelines/example.pipeline.ts"] = withImports(parts[0] ?? "", "../tables");
  for (let index = 1; index < parts.length; index += 2) {
    const path = parts[index] ?? "";
    files[path] = withImports(parts[index + 1] ?? "", path.includes("/") ? "../tables" : "./tables");
  }
  if ((parts[0] ?? "").trim() === "")
    files["pipelines/example.pipeline.ts"] = withImports("export const late = orders.filter(o => o.day >= since);\n", "../tables");
  return files;
}

const tableNames = ["lake", "landing", "since", "orders", "customers"];

// On one line before the example, so that its lines are counted from 2.
function withImports(text: string, tables: string): string {
  const used = (names: readonly string[]) =>
    names.filter(
      name =>
        new RegExp(`(?<![.\\w"'])${name}\\b(?!["'])`).test(text) &&
        !new RegExp(`(const|let) ${name}\\b|import \\{[^}]*\\b${name}\\b[^}]*\\} from`).test(text),
    );
  const own = used(builtinNames());
  const others = used(tableNames);
  const line = (names: readonly string[], from: string) => (names.length === 0 ? "" : `import { ${names.join(", ")} } from "${from}"; `);
  return `${line(own, "odibi")}${line(others, tables)}\n${text}`;
}
