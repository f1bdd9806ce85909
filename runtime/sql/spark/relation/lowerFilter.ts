import { raiseDataError } from "../dataError.ts";
import { conjuncts, lowerCondition } from "../lowerCondition.ts";
import { quoteName, quoteText } from "../quote.ts";
import { isFragile } from "./findFragile.ts";
import { namesOf, type StepLowering } from "./statement.ts";

export const lowerFilter: StepLowering<"filter"> = (step, input, statement) => {
  const parts = conjuncts(step.condition);
  const where = lowerCondition(step.condition, namesOf(statement)).map((sql, index) => {
    const part = parts[index];
    return part !== undefined && isFragile(part, input.fragile) ? `if(${inPlace}, ${sql}, false)` : sql;
  });
  return { columns: "all", from: input.name, where };
};

/** True, and not known to be: Spark moves no condition with it before a join or a file's row groups, to rows that other steps leave out. */
const inPlace = "spark_partition_id() >= 0";

/** Rows with a null are left out, or the first fails the node. */
export const lowerNotNull: StepLowering<"notNull"> = ({ columns, otherwise }, input) => {
  const where =
    otherwise === "drop"
      ? columns.map(name => `${quoteName(name)} is not null`)
      : [
          `case ${columns
            .map(name => `when ${quoteName(name)} is null then ${raiseDataError("ODB6104", { column: quoteText(name) })}`)
            .join(" ")} else ${inPlace} end`,
        ];
  return { columns: "all", from: input.name, where };
};
