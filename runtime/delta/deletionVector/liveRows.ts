import type { Container } from "./readRoaring.ts";

/** As a condition of DuckDB's SQL over `file_row_number`: the rows that are not deleted. */
export function liveRows(containers: readonly Container[]): string {
  if (containers.length === 0) return "true";
  return chooseContainer(containers, 0, containers.length);
}

/** A chunk of rows lies in one container or two, so a search by halves costs a few comparisons per chunk. */
function chooseContainer(containers: readonly Container[], from: number, to: number): string {
  const middle = (from + to) >> 1;
  const container = containers[middle];
  if (container === undefined || to - from === 1) return container === undefined ? "true" : liveIn(container);
  const below = chooseContainer(containers, from, middle);
  return `case when file_row_number < ${container.base} then ${below} else ${chooseContainer(containers, middle, to)} end`;
}

/** More ranges than this are quicker as bits. */
const maxRanges = 16;

function liveIn({ base, ranges }: Container): string {
  if (ranges.length > maxRanges) return liveBits(base, ranges);
  const single = ranges.flatMap(([first, last]) => (first === last ? [base + first] : []));
  const wide = ranges.flatMap(([first, last]) =>
    first === last ? [] : [`file_row_number not between ${base + first} and ${base + last}`],
  );
  return `(${[...(single.length === 0 ? [] : [`file_row_number not in (${single.join(", ")})`]), ...wide].join(" and ")})`;
}

/** A bit for each row from the first deleted one to the last. */
function liveBits(base: number, ranges: Container["ranges"]): string {
  const start = ranges[0]?.[0] ?? 0;
  const end = ranges.at(-1)?.[1] ?? 0;
  const bits = new Uint8Array(((end - start) >> 3) + 1);
  for (const [first, last] of ranges)
    for (let row = first - start; row <= last - start; row += 1) bits[row >> 3] = (bits[row >> 3] ?? 0) | (0x80 >> (row & 7));
  const bit = `get_bit(from_hex('${Buffer.from(bits).toString("hex")}')::bit, (file_row_number - ${base + start})::integer)`;
  return `case when file_row_number between ${base + start} and ${base + end} then ${bit} = 0 else true end`;
}
