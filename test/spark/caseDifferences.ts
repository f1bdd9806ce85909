import type { Spark } from "./evaluate.ts";

/** A row for each character beyond ASCII, in column `c`. (Spark drops a U+FEFF that it decodes.) */
export const characters =
  "(select decode(unhex(lpad(hex(id), 8, '0')), 'UTF-32') as c from range(128, 1114112) where id not between 55296 and 57343 and id <> 65279)";

type Pairs = readonly (readonly [character: string, mapped: string])[];

/** The characters whose upper or lower case Spark gives otherwise than JavaScript, with what JavaScript gives: what runtime/sql/spark/caseTables.ts has to hold. */
export async function caseDifferences(spark: Spark): Promise<{ readonly upper: Pairs; readonly lower: Pairs }> {
  const found = await spark.run([], `select c, upper(c), lower(c) from ${characters} where upper(c) <> c or lower(c) <> c`);
  if ("error" in found) throw new Error(found.error);
  const mapped = new Map(found.rows.map(([c, ...cases]) => [String(c), cases.map(String)]));
  const all = Array.from({ length: 0x110000 - 128 }, (_, index) => String.fromCodePoint(index + 128)).filter(
    c => !/[\ud800-\udfff\ufeff]/u.test(c),
  );
  return {
    upper: all.flatMap(c => (c.toUpperCase() === (mapped.get(c)?.[0] ?? c) ? [] : [[c, c.toUpperCase()] as const])),
    lower: all.flatMap(c => (c.toLowerCase() === (mapped.get(c)?.[1] ?? c) ? [] : [[c, c.toLowerCase()] as const])),
  };
}

/** The source text of runtime/sql/spark/caseTables.ts. */
export function formatCaseTables({ upper, lower }: { readonly upper: Pairs; readonly lower: Pairs }): string {
  const escape = (texts: readonly string[]): string =>
    texts.map(text => [...text].map(character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`).join("")).join("");
  const format = (name: string, about: string, pairs: Pairs) =>
    `/** ${about} */\nexport const ${name} = {\n  from: "${escape(pairs.map(([from]) => from))}",\n  to: "${escape(pairs.map(([, to]) => to))}",\n};\n`;
  return [
    "// Generated: `node test/spark/writeCaseTables.ts`. The characters that Spark 4.1 maps otherwise than JavaScript (Unicode of Node 24): those of Unicode 17. The\n// conformance test sweeps all characters. Spark 3.5 leaves it to Java, whose Unicode is older still: 67 letters more with Java 17.\n",
    format("upperCases", "Those whose upper case differs, and JavaScript's.", upper),
    format("lowerCases", "Those whose lower case differs, and JavaScript's.", lower),
  ].join("\n");
}
