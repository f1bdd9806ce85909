import { type CsvCheck, type CsvVerdict, checkCsvFiles } from "./csv/checkCsvFiles.ts";
import { checkJsonFiles, type JsonCheck, type JsonVerdict } from "./json/checkJsonFiles.ts";

/** Text files to check whole, and the verdict of each kind. */
export type TextCheck = CsvCheck | JsonCheck;
export type Verdict<C extends TextCheck> = C extends CsvCheck ? CsvVerdict : JsonVerdict;

export function checkText<C extends TextCheck>(check: C): Promise<Verdict<C>> {
  const checked: Promise<CsvVerdict | JsonVerdict> = check.kind === "csv" ? checkCsvFiles(check) : checkJsonFiles(check);
  return checked as Promise<Verdict<C>>;
}
