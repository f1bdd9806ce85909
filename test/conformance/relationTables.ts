import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import type { Relation, Typed } from "../../compiler/plan/step.ts";
import { type Built, buildRelation, type Table } from "./randomRelation.ts";

/** The tables that random relations read. */
export const base: { readonly [node: string]: Table } = {
  "t.orders": {
    columns: [
      { name: "id", kind: "int64", nullable: false },
      { name: "customer", kind: "int64", nullable: true },
      { name: "status", kind: "string", nullable: false },
      { name: "rate", kind: "float64", nullable: true },
    ],
    rows: [
      [1, 1, "a", 1.5],
      [2, 1, "b", null],
      [3, 2, "a", Number.NaN],
      [4, null, "c", -0],
      [5, 3, "b", 0],
      [6, 7, "a", Number.NaN],
      [7, null, "c", 2.5],
      [8, 2, "a", 1.5],
      [8, 2, "a", 1.5],
      [0, 0, "", -1],
    ].map(([id = null, customer = null, status = null, rate = null]) => ({ id, customer, status, rate })),
  },
  "t.customers": {
    columns: [
      { name: "key", kind: "int64", nullable: false },
      { name: "name", kind: "string", nullable: true },
      { name: "order", kind: "string", nullable: false },
    ],
    rows: [
      [1, "a", "x"],
      [2, null, "b"],
      [2, "b", "a"],
      [3, "c", "c"],
      [9, "\u{1f600}", "\uff5e"],
    ].map(([key = null, name = null, order = null]) => ({ key, name, order })),
  },
  "t.empty": {
    columns: [
      { name: "a", kind: "int64", nullable: true },
      { name: "b", kind: "string", nullable: false },
    ],
    rows: [],
  },
};

export interface RandomRelation extends Built {
  readonly typed: Relation<Typed>;
}

/** The relation that a stream of choices makes, inferred. */
export function randomRelation(stream: readonly number[], length: number): RandomRelation {
  let at = 0;
  const built = buildRelation(base, count => (stream[at++ % stream.length] ?? 0) % count, length);
  const { typed, problems } = inferRelation(built.relation, {
    node: id => base[id]?.columns.map(({ name, kind, nullable }) => ({ name, type: { kind }, nullable })),
    parameters: new Map(),
  });
  if (typed === undefined || problems.length > 0)
    throw new Error(`The relation has no type: ${problems.map(({ message }) => message).join(" ")}`);
  return { ...built, typed };
}
