import type { DataType } from "../../../../compiler/plan/types.ts";
import type { CsvDialect } from "../dialect.ts";
import { type FileColumns, gatherShapes } from "./gatherShapes.ts";
import { type LineEnd, passRecords } from "./passRecords.ts";
import { placeValues } from "./placeValues.ts";

/** The fast reader of csv: it goes over the bytes and knows what is plainly right. What it is in doubt about, the plain reader judges. */
export interface FastReader {
  /** The memory that it reads as it is now; growing it makes another of it. */
  readonly bytes: () => Buffer;
  /** Where in it bytes to read may begin. */
  readonly start: number;
  /** Doubles the memory, if that can be. */
  readonly grow: () => boolean;
  /** Goes over records that are plainly right, up to a limit just after a line end: the address of the first that is in doubt, or the limit, and how many records and lines it went over. */
  readonly pass: Pass<[lineEnd: LineEnd]>;
}

type Pass<More extends readonly unknown[]> = (
  from: number,
  limit: number,
  ...more: More
) => readonly [at: number, rows: number, lines: number];

// What Node has of WebAssembly and its types leave out.
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly run: Pass<[]> } };
};

const pageBytes = 1 << 16;
/** As much as a processor's own cache keeps. */
const windowPages = 4;
/** What may be loaded beyond the bytes. */
const spare = 64;

/**
 * WebAssembly, assembled for the types of a file's columns: sixteen bytes at a time and no call for each field or record, which takes a third
 * of what the same does in JavaScript. Of the user's only types, the delimiter and the quote get into the code; an enum's values lie in the memory.
 */
export function createFastReader(columns: FileColumns, dialect: CsvDialect): FastReader {
  const { shapes, order } = gatherShapes(columns);
  let start = Math.ceil(order.byteLength / 16) * 16;
  const placed = shapes.map(shape => {
    const values = placeValues(plainValues(shape.type, dialect), start);
    start = values.to;
    return { ...shape, values };
  });
  const memory = new WebAssembly.Memory({ initial: Math.ceil(start / pageBytes) + windowPages });
  const view = (): Buffer => Buffer.from(memory.buffer, 0, memory.buffer.byteLength - spare);
  let bytes = view();
  for (const [index, shape] of order.entries()) bytes.writeUInt32LE(shape, index * order.BYTES_PER_ELEMENT);
  for (const { values } of placed) bytes.set(values.bytes, values.from);

  const compile = (lineEnd: LineEnd): Pass<[]> => {
    const module = new WebAssembly.Module(passRecords(placed, dialect, lineEnd));
    return new WebAssembly.Instance(module, { from: { memory } }).exports.run;
  };
  const compiled: { [lineEnd in LineEnd]?: Pass<[]> } = {};
  return {
    start,
    bytes: () => bytes,
    grow() {
      try {
        memory.grow(memory.buffer.byteLength / pageBytes);
      } catch {
        return false;
      }
      bytes = view();
      return true;
    },
    pass(from, limit, lineEnd) {
      compiled[lineEnd] ??= compile(lineEnd);
      return compiled[lineEnd](from, limit);
    },
  };
}

/** The values of an enum that a field may hold as they are, quoted or not. */
function plainValues(type: DataType, { delimiter, quote }: CsvDialect): Uint8Array[] {
  if (type.kind !== "enum") return [];
  const special = ["\n", "\r", delimiter, ...(quote === "" ? [] : [quote])];
  return type.values.filter(value => !special.some(character => value.includes(character))).map(value => new TextEncoder().encode(value));
}
