import { Failure } from "../../failure.ts";
import { type DataError, type DataErrorCode, readDataError } from "../../sql/duckdb/dataError.ts";
import { type Raised, type RaisedCode, readRaised } from "./raise.ts";

interface DuckDbError {
  readonly type: string;
  readonly message: string;
}

/** What DuckDB said, taken apart. It reports errors as JSON here, plain text when it cannot. */
export function readError(error: unknown): DuckDbError | undefined {
  if (!(error instanceof Error) && !(typeof error === "object" && error !== null && "message" in error)) return undefined;
  const text = String(error.message);
  if (!text.startsWith("{")) {
    const [, type, message] = /^([A-Z][\w ]*?) Error: ([\s\S]*)$/.exec(text) ?? [];
    return type === undefined || message === undefined ? undefined : { type, message };
  }
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || !("exception_type" in parsed) || !("exception_message" in parsed)) return undefined;
  return { type: String(parsed.exception_type), message: String(parsed.exception_message) };
}

/** A fault of the user's world as a failure; what is left is a bug of ours and given back as it is. */
export function explainError(error: unknown): unknown {
  if (error instanceof Failure) return error;
  const found = readError(error);
  if (found === undefined) return error;
  const { type, message } = found;
  const firstLine = message.split("\n")[0] ?? message;
  if (/no space left on device|disk full/i.test(message)) return diskFull(firstLine);
  if (/^(Out of Memory|OutOfMemory)/i.test(type)) {
    if (/max_temp_directory_size|failed to offload/i.test(message))
      return new Failure(
        "ODB5031",
        `The disk of the spill folder has no room: ${firstLine}.`,
        "Free some space, or raise --memory so that less is spilled.",
      );
    return new Failure(
      "ODB5030",
      `The memory limit does not suffice: ${firstLine}.`,
      "Raise --memory, lower --threads, or filter earlier.",
    );
  }
  if (/permission denied/i.test(message))
    return new Failure("ODB5033", `${firstLine}.`, "Give the process the right to read and write there.");
  if (
    /No magic bytes|not a Parquet file|Invalid Parquet|too small to be a Parquet|TProtocolException|Failed to read Parquet|corrupt|out of buffer|Snappy|deserialize|Invalid page|decompress|read from file .* failed|could not read enough bytes|Footer length|metadata/i.test(
      message,
    ) &&
    /parquet|magic|thrift|TProtocol|buffer|snappy|read|zstd|decompress|footer/i.test(message)
  ) {
    return new Failure("ODB6011", `A Parquet file is damaged or cut short: ${firstLine}.`, "Have it written again.");
  }
  if (isAboutData(error)) return dataFailure(message);
  if (type === "IO") return new Failure("ODB5032", `${firstLine}.`);
  return error;
}

function diskFull(message: string): Failure {
  return new Failure("ODB5031", `The disk is full: ${message}.`, "Free some space. What was there before is unchanged.");
}

/** Whether DuckDB ended a statement because it was told to. */
export function isInterrupt(error: unknown): boolean {
  return readError(error)?.type.toUpperCase() === "INTERRUPT";
}

/** Whether a statement failed for what a row holds, and not for what it is. */
export function isAboutData(error: unknown): boolean {
  const found = readError(error);
  return found !== undefined && /^(Conversion|Out of Range|Invalid Input|Arithmetic)/i.test(found.type);
}

function dataFailure(message: string): Failure {
  const raised = readRaised(message);
  if (raised !== undefined) return raisedFailures[raised.code](raised);
  const found = readDataError(message);
  if (found !== undefined) return new Failure(found.code, dataErrorMessages[found.code](found.details));
  const firstLine = message.split("\n")[0]?.replace(/[!.]$/, "") ?? "";
  if (/overflow|out of range/i.test(message)) return new Failure("ODB6103", `A number is out of range: ${firstLine}.`);
  return new Failure("ODB6020", `${firstLine}.`);
}

const raisedFailures: { readonly [code in RaisedCode]: (raised: Raised) => Failure } = {
  ODB6030: ({ column, value }) =>
    new Failure(
      "ODB6030",
      `The partition column "${column}" holds ${JSON.stringify(value)}, which readers take for null as the name of a folder.`,
      "Turn it into another value or null before the write.",
    ),
  ODB6031: ({ column, value }) =>
    new Failure("ODB6031", `The column "${column}" holds ${value}, which JSON does not have.`, "Turn it into null before the write."),
};

const dataErrorMessages: { readonly [code in DataErrorCode]: (details: DataError["details"]) => string } = {
  ODB6101: ({ value, to }) => `${JSON.stringify(value)} does not convert to ${to}.`,
  ODB6102: ({ value }) => `${value} has no remainder by 0.`,
  ODB6103: ({ value, to }) => `${value} is out of the range of ${to ?? "its type"}.`,
  ODB6104: ({ column }) => `The column "${column}" is null, where notNull takes none.`,
  ODB6105: ({ value }) => `The replacement ${JSON.stringify(value)} reaches around its match.`,
};
