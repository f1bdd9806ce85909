import type { CsvDialect } from "../dialect.ts";
import { assembleModule } from "./assembleModule.ts";
import type { Shape } from "./gatherShapes.ts";
import {
  add,
  atLeast,
  block,
  equal,
  get,
  leave,
  load16,
  load32,
  loop,
  number,
  type Statement,
  select,
  set,
  unequal,
  when,
} from "./instructions.ts";
import { at, byteHere, doubt, field, limit, lines, linesBefore, localCount, move, quoted, record, rows } from "./locals.ts";
import { type Field, passField } from "./passField.ts";
import type { PlacedValues } from "./placeValues.ts";

/** Which line end a file has: a line feed, or a pair with a carriage return before it. */
export type LineEnd = 1 | 2;

/**
 * A module whose function goes over records from an address up to a limit, as long as they are plainly right: it gives the address that it came to, and how many records and lines they were.
 * Which shape each field has stands in memory from address 0; the code has every shape once, however many columns there are.
 */
export function passRecords(
  shapes: readonly (Shape & { readonly values: PlacedValues })[],
  dialect: CsvDialect,
  lineEnd: LineEnd,
): Uint8Array<ArrayBuffer> {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote === "" ? undefined : dialect.quote.charCodeAt(0);
  const cases = shapes.map(({ type, nullable, isLast, values }): readonly Statement[] => {
    const end = isLast ? (lineEnd === 1 ? 10 : 13) : delimiter;
    const pass = passOrEmpty({ type, end, delimiter, quote, values }, nullable, dialect.nullValue);
    if (!isLast) return [...pass, doubt(unequal(byteHere, number(end))), move(number(1))];
    const lacksEnd = lineEnd === 1 ? unequal(byteHere, number(10)) : unequal(load16(get(at)), number(0x0a0d));
    return [...pass, doubt(lacksEnd), move(number(lineEnd)), increment(rows), increment(lines), leave("records")];
  });
  const body = block("doubt", [
    loop("records", [
      set(record, get(at)),
      set(linesBefore, get(lines)),
      doubt(atLeast(get(at), get(limit))),
      set(field, number(0)),
      loop("fields", [select(load32(get(field)), cases), set(field, add(get(field), number(4))), leave("fields")]),
    ]),
  ]);
  return assembleModule(localCount, [body], [get(record), get(rows), get(linesBefore)]);
}

const increment = (local: number): Statement => set(local, add(get(local), number(1)));

/** With a null value of its own, an empty field is a text as others are, and what begins as null does is in doubt. */
function passOrEmpty(field: Field, nullable: boolean, nullValue: string): readonly Statement[] {
  const [nullStart] = new TextEncoder().encode(nullValue);
  if (nullStart !== undefined) return [doubt(equal(byteHere, number(nullStart))), ...passQuoted(field)];
  const isEmpty = equal(byteHere, number(field.end));
  return nullable ? [block("empty", [leave("empty", isEmpty), ...passQuoted(field)])] : [doubt(isEmpty), ...passQuoted(field)];
}

function passQuoted(field: Field): readonly Statement[] {
  const { quote } = field;
  if (quote === undefined) return passField(field);
  // Jumps, which the processor foresees: were the offset added to, every field would wait for it.
  return [
    set(quoted, equal(byteHere, number(quote))),
    when(get(quoted), [move(number(1))]),
    ...passField(field),
    when(get(quoted), [doubt(unequal(byteHere, number(quote))), move(number(1))]),
  ];
}
