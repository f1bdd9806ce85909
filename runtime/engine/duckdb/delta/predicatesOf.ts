import type { ColumnReference, TypedExpression } from "../../../../compiler/plan/expression.ts";
import type { Step, Typed } from "../../../../compiler/plan/step.ts";
import type { Predicate } from "../../../delta/scan/predicate.ts";
import type { EngineJob } from "../../engine.ts";

/** What the filters right after a table say of its columns in so many words (`day >= $since`): the files that cannot meet it are left unread. The filters stay what they are. */
export function predicatesOf(steps: readonly Step<Typed>[], job: Pick<EngineJob, "parameters">): readonly Predicate[] {
  const end = steps.findIndex(step => step.kind !== "filter");
  const filters = end < 0 ? steps : steps.slice(0, end);
  return filters.flatMap(step => (step.kind === "filter" ? conjuncts(step.condition) : [])).flatMap(part => predicateOf(part, job) ?? []);
}

const conjuncts = (condition: TypedExpression): readonly TypedExpression[] =>
  condition.kind === "binary" && condition.operator === "&&" ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];

const operators = { "===": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;
const mirrored = { "===": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;
type Operator = keyof typeof operators;

const isOperator = (operator: string): operator is Operator => Object.hasOwn(operators, operator);

function predicateOf(part: TypedExpression, job: Pick<EngineJob, "parameters">): readonly Predicate[] | undefined {
  if (part.kind !== "binary" || !isOperator(part.operator)) return undefined;
  const [left, right] = [valueOf(part.left, job), valueOf(part.right, job)];
  if (family(part.left) !== family(part.right)) return undefined;
  const { operator } = part;
  if (right !== undefined && isComparable(part.left, operator)) return [[part.left.name, operators[operator], right]];
  return left !== undefined && isComparable(part.right, operator) ? [[part.right.name, mirrored[operator], left]] : undefined;
}

/** Whole numbers and dates, and texts where they are to be equal: their order is not that of the statistics. */
function isComparable(part: TypedExpression, operator: Operator): part is TypedExpression & ColumnReference {
  if (part.kind !== "column") return false;
  const kind = family(part);
  return kind === "int" || kind === "date" || (kind === "string" && operator === "===");
}

const family = ({ type }: TypedExpression): string => (type.kind.startsWith("int") ? "int" : type.kind === "enum" ? "string" : type.kind);

function valueOf(part: TypedExpression, job: Pick<EngineJob, "parameters">): string | undefined {
  if (part.kind === "number") return wholeText(part.text);
  if (part.kind === "unary" && part.operator === "-" && part.operand.kind === "number") return wholeText(`-${part.operand.text}`);
  if (part.kind === "string") return part.value;
  if (part.kind === "parameter") {
    const text = job.parameters.get(part.name)?.text;
    return family(part) === "int" ? wholeText(text?.replace(/^\+/, "") ?? "") : text;
  }
  const [first] = part.kind === "call" && part.name === "date" ? part.arguments : [];
  return first?.kind === "string" ? first.value : undefined;
}

const wholeText = (text: string): string | undefined => (/^-?\d+$/.test(text) ? text : undefined);
