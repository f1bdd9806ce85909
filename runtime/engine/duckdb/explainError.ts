import { Failure } from "../../failure.ts";

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
    /No magic bytes|not a Parquet file|Invalid Parquet|too small to be a Parquet|TProtocolException|Failed to read Parquet|corrupt|out of buffer|Snappy|deserialize|Invalid page|decompress|read from file .* failed|could not read enough bytes|metadata/i.test(
      message,
    ) &&
    /parquet|magic|thrift|TProtocol|buffer|snappy|read|zstd|decompress/i.test(message)
  ) {
    return new Failure("ODB6011", `A Parquet file is damaged or cut short: ${firstLine}.`, "Have it written again.");
  }
  if (/^(Conversion|Out of Range|Invalid Input|Arithmetic)/i.test(type)) return new Failure("ODB6020", firstLine.replace(/!$/, "."));
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
