/** A value to compare with: as the column's type has it, dates as "2024-01-31", timestamps as ISO 8601, decimals and numbers of 64 bits also as text. */
export type PredicateValue = string | number | bigint | boolean;

/** A condition on a top column, as SQL has it: a null meets none of them but `is null`. */
export type Predicate =
  | readonly [column: string, operator: "=" | "!=" | "<" | "<=" | ">" | ">=", value: PredicateValue]
  | readonly [column: string, operator: "in", values: readonly PredicateValue[]]
  | readonly [column: string, operator: "is null"]
  | readonly [column: string, operator: "is not null"];
