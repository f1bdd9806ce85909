import type { Span } from "../diagnostics/diagnostic.ts";
import { type Lowering, report } from "./environment.ts";
import type { ConnectionValue } from "./value.ts";

/** Takes a connection into the plan, under the name of the constant that holds it; reports one without a name, and two of one name. */
export function useConnection(connection: ConnectionValue, span: Span, lowering: Lowering): string | undefined {
  const { name } = connection;
  if (name === undefined) {
    report(lowering, {
      code: "ODB3010",
      message: "The connection has no name.",
      hint: 'Declare it: `export const lake = local("data/lake")`, and name it here.',
      span,
    });
    return undefined;
  }
  const known = lowering.connections.get(name) ?? differingByCase(name, lowering);
  if (known !== undefined && (known.span.file !== connection.span.file || known.span.start !== connection.span.start)) {
    report(lowering, {
      code: "ODB3021",
      message: `Two connections are called \`${name}\`.`,
      hint: "Rename one of them: a plan knows connections by their names.",
      span: connection.span,
      related: [{ message: "the other one", span: known.span }],
    });
    return undefined;
  }
  lowering.connections.set(name, connection);
  const used = lowering.open.at(-1)?.connections;
  if (used?.includes(name) === false) used.push(name);
  return name;
}

function differingByCase(name: string, lowering: Lowering): ConnectionValue | undefined {
  return [...lowering.connections.values()].find(other => other.name?.toLowerCase() === name.toLowerCase());
}
