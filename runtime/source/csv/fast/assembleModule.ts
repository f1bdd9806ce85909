import { type Code, type Statement, unsigned, type Value } from "./instructions.ts";

const integer = 0x7f;
const nothing = 0x40;

/** The bytes of a module with one function, `run`, of 32-bit numbers over a memory that it is given. */
export function assembleModule(
  { parameters, locals }: { readonly parameters: number; readonly locals: number },
  body: readonly Statement[],
  results: readonly Value[],
): Uint8Array<ArrayBuffer> {
  const code = sized([1, unsigned(locals), integer, assemble(body, []), results, 0x0b]);
  return new Uint8Array(
    flatten([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, [0x60, integers(parameters), integers(results.length)]),
      section(2, [name("from"), name("memory"), 2, 0, 1]),
      section(3, [0]),
      section(7, [name("run"), 0, 0]),
      section(10, code),
    ]),
  );
}

function assemble(body: readonly Statement[], labels: readonly string[]): Code {
  return body.map(statement => assembleOne(statement, labels));
}

function assembleOne(statement: Statement, labels: readonly string[]): Code {
  switch (statement.kind) {
    case "set":
      return [statement.value, 0x21, statement.local];
    case "block":
      return [0x02, nothing, assemble(statement.body, [statement.label, ...labels]), 0x0b];
    case "loop":
      return [0x03, nothing, assemble(statement.body, [statement.label, ...labels]), 0x0b];
    case "if": {
      const inner = ["", ...labels];
      return [statement.condition, 0x04, nothing, assemble(statement.body, inner), 0x05, assemble(statement.otherwise, inner), 0x0b];
    }
    case "leave": {
      const depth = labels.indexOf(statement.label);
      if (depth < 0) throw new Error(`there is no ${statement.label} to leave`);
      return [statement.when, 0x0d, unsigned(depth)];
    }
    case "select":
      return assembleSelect(statement.index, statement.cases, labels);
  }
}

/** Blocks in each other, of which the innermost jumps to the end of one: there its case stands, and leaves the outermost. */
function assembleSelect(index: Value, cases: readonly (readonly Statement[])[], labels: readonly string[]): Code {
  const count = cases.length;
  const jump = [index, 0x0e, unsigned(count - 1), cases.map((_, at) => unsigned(at))];
  const bodies = cases.map((body, at): Code => {
    const left = count - at - 1;
    return [assemble(body, [...Array.from({ length: left + 1 }, () => ""), ...labels]), 0x0c, unsigned(left), 0x0b];
  });
  return [Array.from({ length: count + 1 }, () => [0x02, nothing]), jump, 0x0b, bodies];
}

/** A section of one entry. */
function section(id: number, entry: Code): Code {
  return [id, sized([1, entry])];
}

function sized(code: Code): Code {
  const flat = flatten(code);
  return [unsigned(flat.length), flat];
}

function flatten(code: Code, into: number[] = []): number[] {
  for (const part of code) {
    if (typeof part === "number") into.push(part);
    else flatten(part, into);
  }
  return into;
}

function name(text: string): Code {
  return sized([...new TextEncoder().encode(text)]);
}

function integers(count: number): Code {
  return [count, Array.from({ length: count }, () => integer)];
}
