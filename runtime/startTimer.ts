// Node fires a longer one at once.
const longest = 2 ** 31 - 1;

/** Calls `then` once after that many seconds, which may be months; the result stops it. */
export function startTimer(seconds: number, then: () => void): () => void {
  const end = performance.now() + seconds * 1000;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = end - performance.now();
    timer = left > longest ? setTimeout(wait, longest) : setTimeout(then, left);
  };
  wait();
  return () => clearTimeout(timer);
}
