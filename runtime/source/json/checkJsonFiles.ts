import type { Column } from "../../../compiler/plan/types.ts";
import { type Compression, openBytes } from "../openBytes.ts";
import { checkObject, type ObjectFault } from "./checkObject.ts";
import { createSplitter, type JsonLayout } from "./splitObjects.ts";

export interface JsonFile {
  readonly path: string;
  readonly bytes: number;
  readonly compression: Compression;
}
export interface JsonCheck {
  readonly kind: "json";
  readonly files: readonly JsonFile[];
  readonly columns: readonly Column[];
  readonly extraColumns: "fail" | "ignore";
}

export type JsonVerdict =
  | { readonly right: true; readonly rows: number; readonly layouts: readonly JsonLayout[] }
  | { readonly right: false; readonly path: string; readonly fault: ObjectFault };

/** Checks json files whole, one after the other; the first fault ends it. */
export async function checkJsonFiles({ files, columns, extraColumns }: JsonCheck): Promise<JsonVerdict> {
  const byName = new Map(columns.map(column => [column.name, column]));
  const layouts: JsonLayout[] = [];
  let rows = 0;
  for (const { path, compression } of files) {
    const splitter = createSplitter((text, line) => {
      rows += 1;
      return checkObject(text, line, byName, extraColumns);
    });
    let fault: ObjectFault | undefined;
    for await (const bytes of openBytes(path, compression)) {
      fault = splitter.push(bytes);
      if (fault !== undefined) break;
    }
    fault ??= splitter.end();
    if (fault !== undefined) return { right: false, path, fault };
    layouts.push(splitter.layout);
  }
  return { right: true, rows, layouts };
}
