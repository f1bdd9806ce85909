import { add, get, leave, load8, type Statement, set, type Value } from "./instructions.ts";

/** The locals of the function that passes records; the first two are its parameters. */
export const [at, limit, record, rows, lines, linesBefore, field, quoted, from, count, entry] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
export const localCount = { parameters: 2, locals: 9 };

export const byteHere: Value = load8(get(at));
export const move = (distance: Value): Statement => set(at, add(get(at), distance));
/** Ends the function with the record that it is at. */
export const doubt = (condition: Value): Statement => leave("doubt", condition);
