import type { DataType } from "../../../../compiler/plan/types.ts";
import { argument } from "../../callArgument.ts";
import type { Names } from "../../names.ts";
import type { TypedCall } from "../lowerCall.ts";
import { lowerAs, lowerExpression } from "../lowerExpression.ts";

export const lowerArgument = (call: TypedCall, index: number, names: Names): string => lowerExpression(argument(call, index), names);

export const lowerArgumentAs = (call: TypedCall, index: number, type: DataType, names: Names): string =>
  lowerAs(argument(call, index), type, names);
