/** The rows of a file that have the same upper 48 bits, as ranges with both ends. */
export interface Container {
  /** The first row that it could hold. */
  readonly base: number;
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly count: number;
}

/** Bitmaps of 32 bits, each behind its upper half: the portable format of Roaring for 64 bits. Throws a RangeError where the bytes end too early. */
export function readRoaring64(view: DataView): readonly Container[] {
  const containers: Container[] = [];
  const bitmaps = Number(view.getBigInt64(0, true));
  let at = 8;
  for (let index = 0; index < bitmaps; index += 1) {
    const upper = view.getUint32(at, true) * 2 ** 32;
    at = readRoaring32(view, at + 4, upper, containers);
  }
  if (at !== view.byteLength) throw new RangeError(`${view.byteLength - at} bytes too many`);
  return containers;
}

const cookieWithRuns = 12347;
const cookieWithoutRuns = 12346;
/** Fewer containers with runs than this have no table of offsets. */
const offsetsFrom = 4;

/** Gives where the bitmap ends. */
function readRoaring32(view: DataView, start: number, upper: number, containers: Container[]): number {
  const cookie = view.getUint32(start, true);
  const hasRuns = (cookie & 0xffff) === cookieWithRuns;
  if (!hasRuns && cookie !== cookieWithoutRuns) throw new RangeError(`no bitmap begins with ${cookie}`);
  const size = hasRuns ? (cookie >>> 16) + 1 : view.getUint32(start + 4, true);
  const flags = start + (hasRuns ? 4 : 8);
  const keys = flags + (hasRuns ? (size + 7) >> 3 : 0);
  let at = keys + 4 * size + (!hasRuns || size >= offsetsFrom ? 4 * size : 0);
  for (let index = 0; index < size; index += 1) {
    const base = upper + view.getUint16(keys + 4 * index, true) * 2 ** 16;
    const count = view.getUint16(keys + 4 * index + 2, true) + 1;
    const isRun = hasRuns && ((view.getUint8(flags + (index >> 3)) >> (index & 7)) & 1) === 1;
    const read = isRun ? readRuns(view, at) : count > 4096 ? readBits(view, at) : readArray(view, at, count);
    containers.push({ base, ranges: read.ranges, count: isRun ? countOf(read.ranges) : count });
    at = read.end;
  }
  return at;
}

interface Read {
  readonly ranges: Container["ranges"];
  readonly end: number;
}

function readRuns(view: DataView, at: number): Read {
  const runs = view.getUint16(at, true);
  const ranges = Array.from({ length: runs }, (_, index) => {
    const first = view.getUint16(at + 2 + 4 * index, true);
    return [first, first + view.getUint16(at + 4 + 4 * index, true)] as const;
  });
  return { ranges, end: at + 2 + 4 * runs };
}

function readArray(view: DataView, at: number, count: number): Read {
  const ranges = joiner();
  for (let index = 0; index < count; index += 1) ranges.add(view.getUint16(at + 2 * index, true));
  return { ranges: ranges.all(), end: at + 2 * count };
}

function readBits(view: DataView, at: number): Read {
  const ranges = joiner();
  for (let index = 0; index < 8192; index += 1) {
    const byte = view.getUint8(at + index);
    for (let bit = 0; byte >> bit !== 0; bit += 1) if (((byte >> bit) & 1) === 1) ranges.add(8 * index + bit);
  }
  return { ranges: ranges.all(), end: at + 8192 };
}

/** Makes ranges of rising numbers. */
function joiner(): { add(value: number): void; all(): Container["ranges"] } {
  const ranges: [number, number][] = [];
  let last: [number, number] | undefined;
  return {
    add(value) {
      if (last !== undefined && last[1] + 1 === value) last[1] = value;
      else {
        last = [value, value];
        ranges.push(last);
      }
    },
    all: () => ranges,
  };
}

const countOf = (ranges: Container["ranges"]): number => ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
