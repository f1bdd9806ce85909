import type { Call } from "./call.ts";
import { report } from "./environment.ts";
import { aggregateCall, aggregateGroupsCall, groupByCall } from "./table/aggregate.ts";
import { antiJoinCall, joinCall, leftJoinCall, semiJoinCall } from "./table/join.ts";
import { mapRowsCall } from "./table/mapRows.ts";
import { deduplicateCall, distinctCall, filterCall, limitCall, notNullCall, orderByCall, unionCall } from "./table/rows.ts";
import { dropCall, renameCall, selectCall, withColumnsCall } from "./table/select.ts";
import { afterCall, configCall } from "./table/settings.ts";
import { writeCall } from "./table/write.ts";
import { fault, type GroupedValue, type TableValue, type Value } from "./value.ts";

type TableMethod = (table: TableValue, call: Call) => Value;

/** The methods of a table; each gives the table with one more step, or says more of its node. */
export const tableMethods: { readonly [name: string]: TableMethod | undefined } = {
  filter: step(filterCall),
  select: step(selectCall),
  withColumns: step(withColumnsCall),
  drop: step(dropCall),
  rename: step(renameCall),
  notNull: step(notNullCall),
  join: step(joinCall),
  leftJoin: step(leftJoinCall),
  semiJoin: step(semiJoinCall),
  antiJoin: step(antiJoinCall),
  groupBy: step(groupByCall),
  aggregate: step(aggregateCall),
  distinct: step(distinctCall),
  deduplicate: step(deduplicateCall),
  orderBy: step(orderByCall),
  limit: step(limitCall),
  union: step(unionCall),
  mapRows: step(mapRowsCall),
  write: step(writeCall),
  config: configCall,
  after: afterCall,
};

/** The methods of a grouped table. */
export const groupedMethods: { readonly [name: string]: ((grouped: GroupedValue, call: Call) => Value) | undefined } = {
  aggregate: aggregateGroupsCall,
};

// What a table wrote is read by naming its node: a step after `.write()` in the same chain would be of neither.
function step(method: TableMethod): TableMethod {
  return (table, call) => {
    if (table.write === undefined) return method(table, call);
    report(call.lowering, {
      code: "ODB3006",
      message: `\`.${call.name}\` stands after \`.write\`, which ends the node.`,
      hint: "Export the written table, and go on from its name in another one.",
      span: call.nameSpan,
      related: [{ message: "the write", span: table.write.span }],
    });
    return fault;
  };
}
