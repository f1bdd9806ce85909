import { type Entry, error } from "../entry.ts";

/** 6xxx: what is wrong with data. */
export const data = {
  ODB6001: error(
    "Value that does not parse",
    "Every value of a file is read by its declared type and one strict grammar: no blanks, no thousands, no exponent in a whole number, no date but 2024-01-31.",
    "order_id,amount\n1e3,12 EUR",
    "order_id,amount\n1000,12.00",
  ),
  ODB6002: error(
    "Null where none is declared",
    "The column is not nullable, and the data has a null there.",
    "amount: t.decimal(12, 2)",
    "amount: t.decimal(12, 2).nullable()",
  ),
  ODB6003: error(
    "Value outside of its enum",
    "The column is an enum, and the data has a value that is none of its own.",
    `status: t.enum("open", "paid")`,
    `status: t.enum("open", "paid", "void")`,
  ),
  ODB6004: error(
    "Header that does not match",
    "A file's header is compared with the declared columns by name; their order is free.",
    "id,amont",
    "id,amount",
  ),
  ODB6005: error(
    "Malformed line",
    "The line has too few or too many fields, or a quote where none may stand.",
    `1,"a" b,2`,
    `1,"a ""b""",2`,
  ),
  ODB6006: error(
    "File that is no text",
    "Text files are UTF-8, and compressed as their options or name say.",
    `read(csv(landing, "orders.csv"), {…})   // and the file is Latin-1`,
    "iconv -f latin1 -t utf-8 orders.csv",
  ),
  ODB6007: error("Malformed JSON", "A .json file is one array of objects, or an object per line.", `{"id": 1,}`, `{"id": 1}`),
  ODB6010: error(
    "Parquet columns that do not match",
    "A Parquet file's columns are compared with the declared ones by name and type. A narrower type fits, a wider one never does.",
    "id: t.int32()   // and the file has int64",
    "id: t.int64()",
  ),
  ODB6011: error(
    "Damaged Parquet file",
    "The file is cut short or holds something else.",
    "head -c 1000 orders.parquet > cut.parquet",
    "cp orders.parquet whole.parquet",
  ),
  ODB6020: error(
    "Expression that fails for a row",
    "A cast, a division or a sum has no result for some row: an overflow, a text that is no number, a remainder by zero. Nothing was written.",
    "cast(o.code, t.int32())",
    "tryCast(o.code, t.int32()) ?? 0",
  ),
  ODB6021: error(
    "Null that notNull refuses",
    `.notNull(…, { otherwise: "fail" }) met a null.`,
    `.notNull(["price"], { otherwise: "fail" })`,
    `.notNull(["price"], { otherwise: "drop" })`,
  ),
  ODB6030: error(
    "Partition value that cannot be a folder",
    "A partition's value names a folder. Readers take an empty name, and Hive's own word for null, as null.",
    "partitionBy: o => o.country   // and a country is ''",
    `country: nullIf(o.country, "")`,
  ),
  ODB6031: error(
    "Number that JSON does not have",
    "JSON has no NaN and no Infinity.",
    "ratio: o.a / o.b   // and o.b is 0",
    "ratio: o.b === 0 ? null : o.a / o.b",
  ),
  ODB6040: error(
    "Function that threw",
    "The function of a mapRows ended with an exception.",
    "throw new Error(…)",
    "return { …, problem: … }",
  ),
  ODB6041: error(
    "Function result that does not fit",
    "What the function returned is compared with the columns that mapRows declares: names, types, nulls.",
    "mapRows({ score: t.int32() }, row => ({ score: 1.5 }))",
    "mapRows({ score: t.float64() }, row => ({ score: 1.5 }))",
  ),
  ODB6042: error(
    "Function's bundle missing or changed",
    "A plan names its functions' bundles by the hash of their content; what lies beside it must be exactly that.",
    "rm -r functions",
    "odibi compile",
  ),
} as const satisfies { readonly [code: string]: Entry };
