import { Failure } from "../failure.ts";

const meanings: { readonly [code: string]: (message: string) => Failure } = {
  ENOSPC: message => new Failure("ODB5031", `The disk is full: ${message}.`, "Free some space. What was there before is unchanged."),
  EDQUOT: message =>
    new Failure("ODB5031", `The disk quota is used up: ${message}.`, "Free some space. What was there before is unchanged."),
  EACCES: message => new Failure("ODB5033", `No permission: ${message}.`, "Give the process the right to read and write there."),
  EPERM: message => new Failure("ODB5033", `No permission: ${message}.`, "Give the process the right to read and write there."),
  EROFS: message => new Failure("ODB5033", `The file system is read-only: ${message}.`),
  EMFILE: message => new Failure("ODB5032", `Too many open files: ${message}.`, "Raise the limit (ulimit -n)."),
  ENAMETOOLONG: message => new Failure("ODB5032", `A name is too long for the file system: ${message}.`),
  EIO: message => new Failure("ODB5032", `The disk reports an error: ${message}.`),
};

/** An error of the file system as a failure; anything else as it is. */
export function explainStorageError(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof Failure) return error;
  return meanings[String(error.code)]?.(error.message.replace(/^[A-Z]+: /, "")) ?? error;
}
