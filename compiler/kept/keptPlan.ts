import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Span } from "../diagnostics/diagnostic.ts";
import type { FormatValue } from "../lower/value.ts";
import type { NodeText } from "../plan/formatPlan.ts";
import type { FilePlace } from "../plan/step.ts";

// The memo of a plan without findings: for each pipeline file what it gave, and everything of other files that it was given for. It is one file, written
// anew each time: a line of JSON that is read whole, then texts that are cut out of the rest when they are wanted.

/** A file that is no pipeline: config, connections, macros. */
export interface KeptFile {
  readonly path: string;
  readonly hash: string;
  /** What each of its module specifiers meant. */
  readonly modules: readonly (readonly [specifier: string, meaning: string])[];
}

export interface KeptPipeline extends KeptFile {
  /** Pipeline files whose exports it may read. */
  readonly reads: readonly string[];
  /** Those of them of which it read more than nodes: macros, constants. */
  readonly bodies: readonly string[];
  /** What it read of files that are no pipelines, as `[file, name]`. */
  readonly values: readonly (readonly [file: string, name: string])[];
  /** The constants that hold the connections that it uses. */
  readonly connections: readonly (readonly [file: string, name: string])[];
  readonly nodes: readonly KeptNode[];
  /** What an importer sees of it, as JSON of a Face. */
  readonly face: string;
}

export interface KeptNode {
  readonly id: string;
  readonly name: string;
  /** The constant that is exported under the name. */
  readonly constant: string;
  readonly nameSpan: Span;
  readonly sources: readonly (FilePlace & { readonly span?: Span })[];
  readonly write?: Pick<FormatValue, "path" | "pathSpan" | "file"> & { readonly connection: string };
  readonly text: NodeText;
}

export interface KeptPlan {
  readonly others: readonly KeptFile[];
  readonly pipelines: readonly KeptPipeline[];
}

type Head = {
  readonly others: readonly KeptFile[];
  readonly pipelines: readonly (Omit<KeptPipeline, "face" | "nodes"> & {
    readonly face: number;
    readonly nodes: readonly (Omit<KeptNode, "text"> & { readonly lengths: readonly [node: number, place: number] })[];
  })[];
};

const title = (version: string) => `odibi-plan-memo ${version}`;

/** The plan that was kept, by this very version; undefined where there is none, or one that is not whole. */
export function readKeptPlan(path: string, version: string): KeptPlan | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const first = text.indexOf("\n");
  const second = text.indexOf("\n", first + 1);
  const [name, length] = text.slice(0, first).split("\t");
  if (name !== title(version) || second < 0 || text.length !== Number(length) + first + 1) return undefined;
  const head: Head = JSON.parse(text.slice(first + 1, second));
  let at = second + 1;
  const cut = (size: number) => {
    at += size;
    return text.slice(at - size, at);
  };
  return {
    others: head.others,
    pipelines: head.pipelines.map(({ face, nodes, ...rest }) => ({
      ...rest,
      face: cut(face),
      nodes: nodes.map(({ lengths, ...node }) => ({ ...node, text: { node: cut(lengths[0]), place: cut(lengths[1]) } })),
    })),
  };
}

/** Keeps a plan; says nothing where the place can't be written. It is written piece by piece: as one text it would be there twice. */
export function writeKeptPlan(path: string, version: string, plan: KeptPlan): void {
  const before = `{"others":${JSON.stringify(plan.others)},"pipelines":[`;
  const after = "]}\n";
  const heads = plan.pipelines.map(headOf);
  let length = before.length + after.length + Math.max(heads.length - 1, 0);
  for (const head of heads) length += head.length;
  for (const { face, nodes } of plan.pipelines) {
    length += face.length;
    for (const { text } of nodes) length += text.node.length + text.place.length;
  }
  try {
    mkdirSync(dirname(path), { recursive: true });
    const beside = `${path}.${process.pid}`;
    const file = openSync(beside, "w");
    try {
      writeFileSync(file, `${title(version)}\t${length}\n${before}`);
      for (let start = 0; start < heads.length; start += batch)
        writeFileSync(file, (start === 0 ? "" : ",") + heads.slice(start, start + batch).join(","));
      writeFileSync(file, after);
      for (let start = 0; start < heads.length; start += batch)
        writeFileSync(
          file,
          plan.pipelines
            .slice(start, start + batch)
            .flatMap(textsOf)
            .join(""),
        );
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch {
    // Without it the next compile is slower, nothing else.
  }
}

const batch = 100;

function headOf({ face, nodes, ...rest }: KeptPipeline): string {
  const head: Head["pipelines"][number] = {
    ...rest,
    face: face.length,
    nodes: nodes.map(({ text, ...node }) => ({ ...node, lengths: [text.node.length, text.place.length] })),
  };
  return JSON.stringify(head);
}

function textsOf({ face, nodes }: KeptPipeline): readonly string[] {
  return [face, ...nodes.flatMap(({ text }) => [text.node, text.place])];
}
