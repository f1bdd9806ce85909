/**
 * One expression that gives each file's own, by `file_index`. It is a search by halves: `file_index` is one for all rows of a chunk, so that DuckDB
 * finds the value once for each chunk and not for each row, as a join would.
 */
export function chooseByFile(expressions: readonly string[]): string {
  const runs: { readonly from: number; readonly expression: string }[] = [];
  for (const [from, expression] of expressions.entries()) if (runs.at(-1)?.expression !== expression) runs.push({ from, expression });
  const choose = (low: number, high: number): string => {
    const middle = (low + high) >> 1;
    if (high - low === 1) return runs[low]?.expression ?? "null";
    return `case when file_index < ${runs[middle]?.from ?? 0} then ${choose(low, middle)} else ${choose(middle, high)} end`;
  };
  return choose(0, runs.length);
}
