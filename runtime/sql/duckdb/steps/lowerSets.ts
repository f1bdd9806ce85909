import { isFloat } from "../../../../compiler/plan/infer/families.ts";
import type { DistinctStep, Step, Typed, UnionStep } from "../../../../compiler/plan/step.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import { type Block, blockOf, isOpen, isPlain, printBlock, withoutOrder } from "../block.ts";
import { closeBlock, freeTableName, lowerSteps, missing, type Statement } from "../lowerRelation.ts";
import { sqlType } from "../sqlType.ts";
import { group } from "../text.ts";

/** -0 and 0 are one value, shown as 0. */
export function lowerDistinct(step: Step<Typed> & DistinctStep, input: Block, statement: Statement): Block {
  const floats = step.output.some(({ type }) => isFloat(type));
  const plain = withoutOrder(input);
  const from = withoutOrder(isPlain(plain) || (!floats && isOpen(plain)) ? plain : closeBlock(plain, statement));
  const columns = step.output.map(({ name, type }): readonly [string, string] => {
    const sql = from.columns.get(name) ?? missing(name);
    return [name, isFloat(type) ? `${sql} + 0` : sql];
  });
  return { ...from, columns: new Map(columns), distinct: true };
}

/** Both tables, the other's columns in this one's order, both in the types that hold them. */
export function lowerUnion(step: Step<Typed> & UnionStep<Typed>, input: Block, statement: Statement): Block {
  const sides = [input, lowerSteps(step.other, statement)].map(side => convert(withoutOrder(side), step.output, statement));
  const name = freeTableName(statement, "united");
  statement.tables.push({ name, sql: sides.join("\nunion all\n") });
  return blockOf(name, name, step.output);
}

/** The columns in order, those of another SQL type cast. */
function convert(block: Block, output: readonly Column[], statement: Statement): string {
  const from = isOpen(block) && block.orderBy === undefined ? block : withoutOrder(closeBlock(block, statement));
  const columns = output.map(({ name, type }): readonly [string, string] => {
    const sql = from.columns.get(name) ?? missing(name);
    const own = block.output.find(column => column.name === name);
    return [name, own !== undefined && sqlType(own.type) === sqlType(type) ? sql : `${group(sql)}::${sqlType(type)}`];
  });
  return printBlock({ ...from, columns: new Map(columns) });
}
