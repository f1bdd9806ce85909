/** The temporary views of a plan's nodes by their ids: an id's words joined, told apart where two are the same but for case. */
export function viewNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const id of ids) {
    const base = id.replace(/\W+/g, "_").replace(/^(?=\d)/, "_");
    let name = base;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}`;
    taken.add(name.toLowerCase());
    names.set(id, name);
  }
  return names;
}
