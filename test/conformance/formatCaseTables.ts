/** The source text of runtime/sql/duckdb/caseTables.ts. */
export function formatCaseTables({
  upper,
  lower,
}: {
  readonly upper: readonly (readonly [string, string])[];
  readonly lower: readonly (readonly [string, string])[];
}): string {
  const format = (name: string, about: string, pairs: readonly (readonly [string, string])[]) =>
    `/** ${about} */\nexport const ${name}: readonly (readonly [character: string, mapped: string])[] = [\n${pairs.map(([from, to]) => `  ["${escape(from)}", "${escape(to)}"],`).join("\n")}\n];\n`;
  return [
    "// Generated: `node test/conformance/writeCaseTables.ts`. The characters that DuckDB maps otherwise than JavaScript (Unicode of Node 24); the conformance test",
    "// sweeps all characters.\n",
    format("upperCases", "Those whose upper case differs, and JavaScript's.", upper),
    format("lowerCases", "Those whose lower case differs, and JavaScript's.", lower),
  ].join("\n");
}

const escape = (text: string): string => [...text].map(character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`).join("");
