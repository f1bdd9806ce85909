import { type Readable, withReadables } from "./readables.ts";
import type { Session } from "./session.ts";

/** The text of a statement: a SELECT with all that it reads. */
export async function statementOf(session: Session, readable: Readable): Promise<string> {
  const found = new Map<string, Readable>();
  const visit = async (name: string): Promise<void> => {
    if (found.has(name)) return;
    const used = await session.readables.get(name);
    if (used === undefined) throw new Error(`"${name}" is not readable`);
    found.set(name, used);
    for (const other of used.uses) await visit(other);
  };
  for (const name of readable.uses) await visit(name);
  return withReadables(readable, name => {
    const used = found.get(name);
    if (used === undefined) throw new Error(`"${name}" is not readable`);
    return used;
  });
}
