import type { ClassItem } from "../../compiler/plan/regex/parseRegex.ts";

type Range = Extract<ClassItem, { kind: "range" }>;

/** The characters that JavaScript takes for those of a range under flag i (ECMA-262, Canonicalize without flag u): those with the same upper case. */
export function foldCase({ first, last }: Range): readonly Range[] {
  const points = new Set<number>();
  for (let point = first; point <= Math.min(last, 0xffff); point++) for (const other of equivalents(canonicalize(point))) points.add(other);
  const ranges: { kind: "range"; first: number; last: number }[] = [];
  for (const point of [...points].sort((a, b) => a - b)) {
    const open = ranges.at(-1);
    if (open !== undefined && open.last === point - 1) open.last = point;
    else ranges.push({ kind: "range", first: point, last: point });
  }
  if (last > 0xffff) ranges.push({ kind: "range", first: Math.max(first, 0x10000), last });
  return ranges;
}

function canonicalize(point: number): number {
  const upper = String.fromCharCode(point).toUpperCase();
  const code = upper.charCodeAt(0);
  return upper.length !== 1 || (point >= 128 && code < 128) ? point : code;
}

let byCanonical: ReadonlyMap<number, readonly number[]> | undefined;

/** Made once, when the first pattern has flag i: 65,536 upper cases take some 10 ms. */
function equivalents(canonical: number): readonly number[] {
  byCanonical ??= Map.groupBy(
    Array.from({ length: 0x10000 }, (_, point) => point).filter(point => point < 0xd800 || point > 0xdfff),
    canonicalize,
  );
  return byCanonical.get(canonical) ?? [canonical];
}
