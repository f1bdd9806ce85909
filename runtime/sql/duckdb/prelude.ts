import { whiteClass } from "../regexClass.ts";
import { raiseDataError } from "./dataError.ts";
import { lowerCase, upperCase } from "./mapCase.ts";
import { quoteText } from "./quote.ts";
import { floatText, plainFloatText } from "./textOf.ts";

// The long formulas of the dialect have names: a statement that uses them stays readable. They are plain SQL, and every DuckDB that runs a statement of
// ours is given them first.

/** JavaScript's white space (ECMA-262, WhiteSpace and LineTerminator) in UTF-8. */
const white = `decode('\\x09\\x0A\\x0B\\x0C\\x0D\\x20\\xC2\\xA0\\xE1\\x9A\\x80${Array.from({ length: 11 }, (_, i) => `\\xE2\\x80\\x${(0x80 + i).toString(16).toUpperCase()}`).join("")}\\xE2\\x80\\xA8\\xE2\\x80\\xA9\\xE2\\x80\\xAF\\xE2\\x81\\x9F\\xE3\\x80\\x80\\xEF\\xBB\\xBF'::blob)`;

const clamp = (index: string) => `(case when ${index} < 0 then greatest(length(s) + ${index}, 0) else least(${index}, length(s)) end)`;

/** The calendar that all engines share: the years 0001 to 9999. */
const inRange = (type: string, last: string) =>
  `(case when x is null or x between '0001-01-01' and '${last}' then x else ${raiseDataError("ODB6103", { value: "x::varchar", to: quoteText(type) })} end)`;

const macros = (): { readonly [signature: string]: string } => ({
  "odibi_upper(s)": upperCase("s"),
  "odibi_lower(s)": lowerCase("s"),
  // A text of ASCII alone has six of them at most; DuckDB is slow with a long list.
  "odibi_trim(s)": `(case when strlen(s) = length(s) then trim(s, decode('\\x09\\x0A\\x0B\\x0C\\x0D\\x20'::blob)) when not regexp_matches(s, '^[${whiteClass}]|[${whiteClass}]$') then s else trim(s, ${white}) end)`,
  "odibi_slice(s, i, j)": `substring(s, ${clamp("i")} + 1, greatest(${clamp("j")} - ${clamp("i")}, 0))`,
  "odibi_pad_start(s, k, f)": "(case when length(s) >= k or f = '' then s else lpad(s, k::integer, f) end)",
  "odibi_date_in_range(x)": inRange("date", "9999-12-31"),
  "odibi_instant_in_range(x)": inRange("timestamp", "9999-12-31 23:59:59.999999"),
  "odibi_number_text(x)": floatText("x"),
  "odibi_plain_number_text(x)": plainFloatText("x"),
});

/** The statements that define the dialect's functions, for a new database: one text, a millisecond or two. */
export function prelude(): string {
  return Object.entries(macros())
    .map(([signature, body]) => `create or replace macro ${signature} as ${body};`)
    .join("\n");
}
