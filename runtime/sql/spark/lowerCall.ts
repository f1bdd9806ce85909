import type { Call, TypedExpression } from "../../../compiler/plan/expression.ts";
import type { FunctionName } from "../../../compiler/plan/functions.ts";
import type { Names } from "../names.ts";
import { aggregates } from "./functions/aggregates.ts";
import { dates } from "./functions/dates.ts";
import { lists } from "./functions/lists.ts";
import { numbers } from "./functions/numbers.ts";
import { texts } from "./functions/texts.ts";
import { values } from "./functions/values.ts";

export type TypedCall = TypedExpression & Call<TypedExpression>;
export type CallLowering = (call: TypedCall, names: Names) => string;

/** Spark's form of each function of the table. */
const lowerings: { readonly [N in FunctionName]: CallLowering } = { ...aggregates, ...dates, ...numbers, ...texts, ...lists, ...values };

export const lowerCall: CallLowering = (call, names) => lowerings[call.name](call, names);
