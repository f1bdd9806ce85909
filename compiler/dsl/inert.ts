/**
 * What every function of "odibi" returns when a pipeline file is evaluated: something on which any property and any call
 * gives it again. Nothing is done and nothing fails, because a pipeline is read by the compiler and never run.
 */
export const inert: unknown = new Proxy(() => inert, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "" : key === Symbol.iterator ? emptyIterator : key === "then" ? undefined : inert),
  apply: () => inert,
  ownKeys: () => [],
  getOwnPropertyDescriptor: () => undefined,
});

const emptyIterator = () => [].values();
