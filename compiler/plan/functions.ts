/** Placeholder of the table: each function, method and property that an expression may call, by the name it is written with. */
export type FunctionName = string;
