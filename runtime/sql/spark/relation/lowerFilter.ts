import { raiseDataError } from "../dataError.ts";
import { lowerCondition } from "../lowerCondition.ts";
import { quoteName, quoteText } from "../quote.ts";
import { namesOf, type StepLowering } from "./statement.ts";

export const lowerFilter: StepLowering<"filter"> = (step, input, statement) => ({
  columns: "all",
  from: input.name,
  where: lowerCondition(step.condition, namesOf(statement)),
});

/** Rows with a null are left out, or the first fails the node. */
export const lowerNotNull: StepLowering<"notNull"> = ({ columns, otherwise }, input) => {
  const where =
    otherwise === "drop"
      ? columns.map(name => `${quoteName(name)} is not null`)
      : [
          `case ${columns
            .map(name => `when ${quoteName(name)} is null then ${raiseDataError("ODB6104", { column: quoteText(name) })}`)
            .join(" ")} else true end`,
        ];
  return { columns: "all", from: input.name, where };
};
