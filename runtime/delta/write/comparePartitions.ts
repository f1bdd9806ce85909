import type { Metadata, PartitionValues } from "../action.ts";
import type { DeltaField } from "../schema.ts";
import { physicalName } from "./physicalName.ts";
import { timestampText } from "./timestampText.ts";

/** Gives partitions a key that is the same for the same values, however their writers have put them. */
export function comparePartitions({
  fields,
  metadata,
}: {
  readonly fields: readonly DeltaField[];
  readonly metadata: Pick<Metadata, "partitionColumns">;
}): (values: PartitionValues) => string {
  const columns = metadata.partitionColumns.flatMap(name => fields.filter(field => field.name === name));
  return values => JSON.stringify(columns.map(field => canonicalText(field, values[physicalName(field)] ?? null)));
}

function canonicalText({ type }: DeltaField, text: string | null): string | null {
  if (text === null || text === "") return null;
  if (type.kind === "decimal") return plainDecimal(text);
  if (type.kind !== "primitive") return text;
  switch (type.name) {
    case "long":
    case "integer":
    case "short":
    case "byte":
      return /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : text;
    case "float":
      return String(Math.fround(Number(spelled(text))));
    case "double":
      return String(Number(spelled(text)));
    case "boolean":
      return text.toLowerCase();
    case "timestamp":
    case "timestamp_ntz":
      return canonicalTimestamp(text);
    default:
      return text;
  }
}

const spelled = (text: string): string => text.replace(/^([+-]?)inf(inity)?$/i, "$1Infinity");

/** Without zeros that tell nothing, and without an exponent. */
function plainDecimal(text: string): string {
  const [, sign, whole = "", fraction = "", exponent = "0"] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  if (sign === undefined) return text;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padEnd(point, "0");
  const padded = point < 0 ? "0".repeat(-point) + digits : digits;
  const at = Math.max(point, 0);
  const left = padded.slice(0, at).replace(/^0+/, "") || "0";
  const right = padded.slice(at).replace(/0+$/, "");
  const plain = right === "" ? left : `${left}.${right}`;
  return sign === "-" && plain !== "0" ? `-${plain}` : plain;
}

/** In UTC: writers put an instant as `2024-01-31 10:00:00`, with a fraction, or as ISO 8601 with a zone. */
function canonicalTimestamp(text: string): string {
  const [, day, time, fraction = "", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i.exec(text) ?? [];
  if (day === undefined) return text;
  const seconds = `${day} ${time ?? "00:00:00"}`;
  const micros = fraction.padEnd(6, "0").slice(0, 6);
  const utc = /^(?:Z|UTC|[+-]00(?::?00)?)$/i.test(zone);
  if (utc) return timestampText(`${seconds}.${micros}`, "exact") ?? text;
  const [, sign, hours, minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? 1 : -1);
  const moved = new Date(Date.parse(`${seconds.replace(" ", "T")}Z`) + shift).toISOString().slice(0, 19).replace("T", " ");
  return `${moved}.${micros}`;
}
