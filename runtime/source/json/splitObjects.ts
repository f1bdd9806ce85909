import type { ObjectFault } from "./checkObject.ts";

/** How the objects of a file stand: one to a line, in one array, or otherwise apart by blanks; or none at all. */
export type JsonLayout = "newline_delimited" | "array" | "unstructured" | "empty";

export interface JsonSplitter {
  push(bytes: Uint8Array): ObjectFault | undefined;
  end(): ObjectFault | undefined;
  readonly layout: JsonLayout;
}

const [lineFeed, quote, backslash, openBrace, closeBrace, openBracket, closeBracket, comma] = [10, 34, 92, 123, 125, 91, 93, 44];
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Finds the objects at the top of a json file, or of the array that it is, and hands each text and its first line on, whatever pieces it comes in. */
export function createSplitter(take: (text: string, line: number) => ObjectFault | undefined): JsonSplitter {
  let layout: JsonLayout = "empty";
  let buffer: Uint8Array = new Uint8Array(0);
  let line = 1;
  let started = false;
  // Of an array: what may stand next between its objects.
  let next: "item or end" | "item" | "comma or end" | "nothing" = "item or end";
  let objectsOnLine = 0;

  const malformed = (expected: string, found: string): ObjectFault => ({ reason: "malformed", line, expected, value: found });

  /** The offset after the object that begins at an offset, and the line feeds in it; undefined where it goes on beyond the buffer. */
  const objectEnd = (bytes: Uint8Array, from: number): { readonly end: number; readonly lines: number } | undefined => {
    let depth = 0;
    let lines = 0;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === quote) {
        for (at += 1; at < bytes.length && bytes[at] !== quote; at += 1) {
          if (bytes[at] === backslash) at += 1;
          else if (bytes[at] === lineFeed) lines += 1;
        }
      } else if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1;
        if (depth === 0) return { end: at + 1, lines };
      } else if (byte === lineFeed) lines += 1;
    }
    return undefined;
  };

  const scan = (last: boolean): ObjectFault | undefined => {
    let at = 0;
    if (!started && (buffer.length >= 3 || last)) {
      started = true;
      if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return malformed("no byte order mark", "one");
    }
    while (started && at < buffer.length) {
      const byte = buffer[at];
      if (byte === lineFeed) {
        line += 1;
        objectsOnLine = 0;
      } else if (byte === openBracket && layout === "empty") layout = "array";
      else if (byte === comma && layout === "array" && next === "comma or end") next = "item";
      else if (byte === closeBracket && layout === "array" && (next === "item or end" || next === "comma or end")) next = "nothing";
      else if (byte === openBrace && (layout !== "array" || next === "item or end" || next === "item")) {
        const found = objectEnd(buffer, at);
        if (found === undefined) {
          if (last) return malformed('"}"', "the end of the file");
          break;
        }
        if (layout !== "array") {
          if (layout === "empty") layout = "newline_delimited";
          if (found.lines > 0 || objectsOnLine > 0) layout = "unstructured";
        }
        const text = decode(buffer.subarray(at, found.end));
        if (text === undefined) return { reason: "not UTF-8", line };
        const fault = take(text, line);
        if (fault !== undefined) return fault;
        line += found.lines;
        objectsOnLine += 1;
        next = "comma or end";
        at = found.end;
        continue;
      } else if (byte !== 32 && byte !== 9 && byte !== 13) {
        const expected =
          layout !== "array"
            ? "an object"
            : next === "nothing"
              ? "the end of the file"
              : next === "comma or end"
                ? '"," or "]"'
                : "an object";
        return malformed(
          expected,
          Buffer.from(buffer.subarray(at, at + 20))
            .toString()
            .split("\n")[0] ?? "",
        );
      }
      at += 1;
    }
    buffer = buffer.subarray(at);
    if (last && layout === "array" && next !== "nothing") return malformed('"]"', "the end of the file");
    return undefined;
  };

  return {
    push(bytes) {
      buffer = buffer.length === 0 ? bytes : Buffer.concat([buffer, bytes]);
      return scan(false);
    },
    end: () => scan(true),
    get layout() {
      return layout;
    },
  };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
