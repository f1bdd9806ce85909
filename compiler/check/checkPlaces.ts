import type { Span } from "../diagnostics/diagnostic.ts";
import { type Lowering, report } from "../lower/environment.ts";
import type { ConnectionValue } from "../lower/value.ts";
import { fileEnding } from "../plan/place.ts";
import type { SourceStep, Step, Untyped } from "../plan/step.ts";
import { mayMeet } from "./mayMeet.ts";

interface PlaceUse {
  readonly node: string;
  readonly path: string;
  readonly span: Span;
  readonly mode: "read" | "write";
  readonly isFile: boolean;
}

/** No two nodes write one place, and none reads as a source what another writes, in any environment. Params and wildcards may be anything. */
export function checkPlaces(lowering: Lowering): void {
  for (const environment of lowering.environments) {
    const uses = [...lowering.nodes.values()].flatMap(node => {
      const write = node.table.write;
      const sources = sourcesOf(node.table.steps);
      return [
        ...(write === undefined
          ? []
          : placeOf(lowering, environment, {
              node: node.id,
              connection: write.target.connection.name,
              path: write.target.path,
              span: write.target.pathSpan,
              mode: "write" as const,
            })),
        ...sources.flatMap(source =>
          placeOf(lowering, environment, {
            node: node.id,
            connection: source.connection,
            path: source.path,
            span: source.span ?? node.nameSpan,
            mode: "read" as const,
          }),
        ),
      ];
    });
    comparePlaces(uses, lowering);
  }
}

// Most paths are plain: one meets only itself and the folders around it, and one with wildcards what lies below its plain beginning or around that.
function comparePlaces(uses: readonly PlaceUse[], lowering: Lowering): void {
  const plain = new Map<string, PlaceUse>();
  const wild: PlaceUse[] = [];
  const writes = uses.filter(use => use.mode === "write");
  for (const write of writes) {
    const other = isPlain(write.path) ? plain.get(write.path) : undefined;
    if (other !== undefined) reportShared(write, other, lowering);
    else if (isPlain(write.path)) plain.set(write.path, write);
    else wild.push(write);
  }
  const sorted = [...plain.keys()].sort();
  for (const use of uses) {
    const others = [...around(use, plain), ...(isPlain(use.path) ? [] : below(use.path, sorted, plain)), ...wild];
    for (const other of others) if (other !== use && other.node !== use.node && meet(use, other)) reportShared(use, other, lowering);
  }
}

function isPlain(path: string): boolean {
  return !/[*?[$]/.test(path);
}

function around(use: PlaceUse, plain: ReadonlyMap<string, PlaceUse>): readonly PlaceUse[] {
  const found: PlaceUse[] = [];
  for (let path = plainBeginning(use.path); path !== ""; path = path.slice(0, Math.max(path.lastIndexOf("/"), 0))) {
    const other = plain.get(path);
    if (other !== undefined && (use.mode === "read" || path !== use.path)) found.push(other);
  }
  return found;
}

// The folders of a path before the first one with a wildcard or a param.
function plainBeginning(path: string): string {
  const wild = path.search(/[*?[$]/);
  return wild < 0 ? path : path.slice(0, Math.max(path.lastIndexOf("/", wild), 0));
}

function below(path: string, sorted: readonly string[], plain: ReadonlyMap<string, PlaceUse>): readonly PlaceUse[] {
  const prefix = plainBeginning(path);
  const found: PlaceUse[] = [];
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  for (; sorted[low]?.startsWith(prefix) === true; low += 1) {
    const use = plain.get(sorted[low] ?? "");
    if (use !== undefined) found.push(use);
  }
  return found;
}

function reportShared(use: PlaceUse, other: PlaceUse, lowering: Lowering): void {
  const related = [{ message: `\`${other.node}\` writes here`, span: other.span }];
  if (use.mode === "read") {
    report(lowering, {
      code: "ODB3003",
      message: `What is read here is written by \`${other.node}\`.`,
      hint: "Import that node and use it: the import is the dependency.",
      span: use.span,
      related,
    });
    return;
  }
  const isKnown = lowering.problems.some(
    problem => problem.code === "ODB3002" && problem.span === other.span && problem.related?.[0]?.span === use.span,
  );
  if (!isKnown)
    report(lowering, {
      code: "ODB3002",
      message: `\`${use.node}\` and \`${other.node}\` write one place.`,
      hint: "Give each node a place of its own; none lies inside another's folder.",
      span: use.span,
      related,
    });
}

// A folder holds everything below it, a file only itself.
function meet(a: PlaceUse, b: PlaceUse): boolean {
  return (
    mayMeet(a.path, b.path) ||
    (!b.isFile && mayMeet(a.path, `${b.path}/**`)) ||
    (!a.isFile && a.mode === "write" && mayMeet(`${a.path}/**`, b.path))
  );
}

function placeOf(
  lowering: Lowering,
  environment: string,
  use: {
    readonly node: string;
    readonly connection: string | undefined;
    readonly path: string;
    readonly span: Span;
    readonly mode: "read" | "write";
  },
): readonly PlaceUse[] {
  const connection = use.connection === undefined ? undefined : lowering.connections.get(use.connection);
  const folder = connection === undefined ? undefined : folderOf(connection, environment);
  if (folder === undefined) return [];
  const path = `${folder}/${use.path}`.replace(/\/+$/, "").toLowerCase();
  return [{ node: use.node, path, span: use.span, mode: use.mode, isFile: fileEnding(use.path) !== undefined }];
}

/** A connection's folder in an environment, without `.` and empty segments. */
function folderOf(connection: ConnectionValue, environment: string): string | undefined {
  const places = connection.places;
  const path = places.kind === "local" ? places.path : places.places.get(environment)?.path;
  if (path === undefined) return undefined;
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return (path.startsWith("/") ? "/" : "") + segments.join("/");
}

function sourcesOf(steps: readonly Step<Untyped>[]): readonly (SourceStep & { readonly span?: Span })[] {
  return steps.flatMap(step => {
    if (step.kind === "source") return [step];
    if (step.kind === "join" || step.kind === "semiJoin") return sourcesOf(step.right.steps);
    return step.kind === "union" ? sourcesOf(step.other.steps) : [];
  });
}
