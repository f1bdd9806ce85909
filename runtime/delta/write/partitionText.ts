import { Failure } from "../../failure.ts";
import type { DeltaField } from "../schema.ts";
import { timestampText } from "./timestampText.ts";

/** A partition value as the log has it, from DuckDB's text of it. */
export function partitionText(field: DeltaField, text: string | null): string | null {
  if (text === null) return null;
  const { type } = field;
  if (type.kind !== "primitive") return text;
  switch (type.name) {
    case "string":
      if (text === "") throw unwritable(field, '""', "Write null, or a word of your own, for it.");
      return text;
    case "date":
      if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw unwritable(field, text);
      return text;
    case "timestamp":
    case "timestamp_ntz": {
      const written = timestampText(text, "exact");
      if (written === undefined) throw unwritable(field, text);
      return type.name === "timestamp" ? `${written.replace(" ", "T")}Z` : written;
    }
    case "float":
    case "double":
      return nonFinite[text] ?? text;
    default:
      return text;
  }
}

const nonFinite: Readonly<Record<string, string>> = { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" };

const unwritable = ({ name }: DeltaField, text: string, hint?: string): Failure =>
  new Failure("ODB8109", `The partition column "${name}" has the value ${text}, which Delta Lake cannot hold as a partition.`, hint);
