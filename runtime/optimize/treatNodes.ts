import type { Plan, PlanNode } from "../../compiler/plan/plan.ts";
import { isTextFormat, type Relation, type Stage, type Step, type StepKind } from "../../compiler/plan/step.ts";
import { allSteps } from "../../compiler/plan/walkSteps.ts";

/** What a run does with a node: writes it, computes it once for its readers, folds it into each reader; or reads what an earlier run wrote. */
export type Treatment =
  | { readonly kind: "write" }
  /** `whole`: its rows are stored, and not only what it cannot be folded with (text files, a function's rows). */
  | { readonly kind: "keep"; readonly because: string; readonly whole: boolean }
  | { readonly kind: "fold" }
  | { readonly kind: "stored" };
export type Treatments = ReadonlyMap<string, Treatment>;

/** The step, if there is one, that an engine does not want to compute again for each reader. */
export type FindCostly = <S extends Stage>(relation: Relation<S>) => StepKind | undefined;

/**
 * What to do with each node that a run of the selected ones meets. A view is folded, unless two ask and its rows depend on who asks (`limit`, `deduplicate`,
 * `mapRows`) or cost the engine much; unless it reads text files (which are checked whole), or `cache` says so.
 */
export function treatNodes<S extends Stage>(
  plan: Plan<S>,
  selected: ReadonlySet<string>,
  findCostly: FindCostly = () => undefined,
): Treatments {
  const treatments = new Map<string, Treatment>();
  const readers = new Map<string, number>();
  for (const node of dependantsFirst(plan)) {
    const readBy = readers.get(node.id) ?? 0;
    const treatment = treat(node, selected.has(node.id), readBy, findCostly);
    if (treatment === undefined) continue;
    treatments.set(node.id, treatment);
    if (treatment.kind === "stored") continue;
    const times = treatment.kind === "fold" ? readBy : 1;
    for (const step of allSteps(node.relation)) if (step.kind === "read") readers.set(step.node, (readers.get(step.node) ?? 0) + times);
  }
  return treatments;
}

function treat<S extends Stage>(node: PlanNode<S>, selected: boolean, readers: number, findCostly: FindCostly): Treatment | undefined {
  if (node.write !== undefined) return selected ? { kind: "write" } : readers > 0 ? { kind: "stored" } : undefined;
  if (readers === 0) return undefined;
  const shared =
    readers < 2 || node.cache === false ? undefined : (kindIn(node.relation, ["limit", "deduplicate"]) ?? findCostly(node.relation));
  if (node.cache === true) return { kind: "keep", because: "its cache option says so", whole: true };
  if (shared !== undefined) return { kind: "keep", because: `it holds ${shared} and is read ${readers} times`, whole: true };
  if (readsText(node.relation)) return { kind: "keep", because: "text files are checked whole before anything reads them", whole: false };
  if (kindIn(node.relation, ["mapRows"]) !== undefined) return { kind: "keep", because: "a function runs once for each row", whole: false };
  return { kind: "fold" };
}

function kindIn<S extends Stage>(relation: Relation<S>, kinds: readonly StepKind[]): StepKind | undefined {
  return allSteps(relation).find(step => kinds.includes(step.kind))?.kind;
}

const readsText = <S extends Stage>(relation: Relation<S>): boolean =>
  allSteps(relation).some((step: Step<S>) => step.kind === "source" && isTextFormat(step.file));

/** Every node after all that read it. */
function dependantsFirst<S extends Stage>(plan: Plan<S>): readonly PlanNode<S>[] {
  const byId = new Map(plan.nodes.map(node => [node.id, node]));
  const ordered: PlanNode<S>[] = [];
  const seen = new Set<string>();
  const visit = (node: PlanNode<S>): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    for (const id of node.dependsOn) {
      const parent = byId.get(id);
      if (parent !== undefined) visit(parent);
    }
    ordered.push(node);
  };
  for (const node of plan.nodes) visit(node);
  return ordered.reverse();
}
