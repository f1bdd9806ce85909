import type { TypedExpression } from "../../../../compiler/plan/expression.ts";

/** The names of the columns that an expression reads. */
export function columnsIn(expression: TypedExpression): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: TypedExpression): void => {
    switch (part.kind) {
      case "column":
        names.add(part.name);
        return;
      case "list":
        part.items.forEach(visit);
        return;
      case "unary":
        return visit(part.operand);
      case "binary":
        visit(part.left);
        return visit(part.right);
      case "conditional":
        visit(part.condition);
        visit(part.then);
        return visit(part.otherwise);
      case "template":
        part.values.forEach(visit);
        return;
      case "call":
        part.arguments.forEach(visit);
        Object.values(part.options ?? {}).forEach(visit);
        return;
      default:
        return;
    }
  };
  visit(expression);
  return names;
}
