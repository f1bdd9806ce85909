import type { DataType } from "../../../compiler/plan/types.ts";
import { sparkType } from "./sparkType.ts";
import { cast, group, once, tightness } from "./text.ts";

/** Spark rounds a decimal to so many digits when it changes its sign: it takes Scala's for that, whose default they are. */
const mostDigits = 34;

const isLong = (type: DataType): boolean => type.kind === "decimal" && type.precision > mostDigits;

export const negate = (sql: string, type: DataType): string =>
  isLong(type) ? cast(`0 - ${group(sql, tightness.product)}`, sparkType(type)) : `-${group(sql)}`;

export const absolute = (sql: string, type: DataType): string =>
  isLong(type) ? once([sql], (a = "") => `if(${a} < 0, ${negate(a, type)}, ${a})`) : `abs(${sql})`;
