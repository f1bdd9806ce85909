/** The array behind a vector of numbers. */
export type Items = Int8Array | Int16Array | Int32Array | Float32Array | Float64Array | BigInt64Array;

/** The numbers of a vector: the binding has them as an array, which its types keep to themselves. */
export function itemsOf(vector: object): Items {
  const items = "items" in vector ? vector.items : undefined;
  if (
    items instanceof Int8Array ||
    items instanceof Int16Array ||
    items instanceof Int32Array ||
    items instanceof Float32Array ||
    items instanceof Float64Array ||
    items instanceof BigInt64Array
  )
    return items;
  throw new Error("a column of numbers is no array");
}

/** An array of the same kind. */
export function emptyLike(items: Items, length: number): Items {
  if (items instanceof Int8Array) return new Int8Array(length);
  if (items instanceof Int16Array) return new Int16Array(length);
  if (items instanceof Int32Array) return new Int32Array(length);
  if (items instanceof Float32Array) return new Float32Array(length);
  return items instanceof Float64Array ? new Float64Array(length) : new BigInt64Array(length);
}

/** Copies numbers into an array of the same kind, at an offset. */
export function copyItems(target: Items, items: Items, from: number): void {
  if (target instanceof BigInt64Array && items instanceof BigInt64Array) target.set(items, from);
  else if (!(target instanceof BigInt64Array) && !(items instanceof BigInt64Array) && target.constructor === items.constructor)
    target.set(items, from);
  else throw new Error("numbers are copied into an array of another kind");
}
