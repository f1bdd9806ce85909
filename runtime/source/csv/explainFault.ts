import { printType } from "../../../compiler/plan/notation/printType.ts";
import { Failure } from "../../failure.ts";
import type { CsvFault } from "./checkRecords.ts";

/** What is wrong in a csv file, and where: file, line, column and value. */
export function explainFault(path: string, fault: CsvFault, columns: number): Failure {
  const place = `"${path}", line ${fault.line}${fault.column === undefined ? "" : `, column "${fault.column}"`}`;
  const type = fault.type === undefined ? "" : printType(fault.type);
  const value = shorten(fault.value ?? "");
  switch (fault.reason) {
    case "type":
      return new Failure(
        "ODB6001",
        `${place}: ${value} is no ${type}.`,
        "Mend the value, or declare the column as t.string() and use tryCast.",
      );
    case "null":
      return new Failure(
        "ODB6002",
        `${place}: null, where ${type} is declared not null.`,
        "Declare the column .nullable(), or mend the data.",
      );
    case "enum":
      return new Failure("ODB6003", `${place}: ${value} is none of the values of ${type}.`, "Add the value to the enum, or mend the data.");
    case "fields":
      return new Failure(
        "ODB6005",
        `${place}: ${fault.found} field${fault.found === 1 ? "" : "s"}, where the file has ${columns} columns.`,
        "Look for a delimiter inside of a value that is not quoted, or for a line cut short.",
      );
    case "stray quote":
      return new Failure(
        "ODB6005",
        `${place}: a quote inside of a value that does not begin with one: ${value}.`,
        "Quote the whole value and double the quotes in it, or read with another quote.",
      );
    case "text after quote":
      return new Failure("ODB6005", `${place}: text after the closing quote of ${value}.`, "Double the quotes inside of a quoted value.");
    case "open quote":
      return new Failure("ODB6005", `${place}: a quote is never closed: ${value}.`, "Close the quote; the file may be cut short.");
    case "not UTF-8":
      return new Failure("ODB6006", `${place}: the bytes are not UTF-8: ${value}.`, "Convert the file to UTF-8.");
    case "line ends":
      return new Failure("ODB6005", `${place}: the line ends otherwise than those before it.`, "Use one kind of line end in a file.");
  }
}

function shorten(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
