import { crc32 } from "node:zlib";
import { Failure } from "../../failure.ts";
import type { DeletionVectorDescriptor } from "../action.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { decodeZ85 } from "./decodeZ85.ts";
import { type Container, readRoaring64 } from "./readRoaring.ts";
import { vectorPath } from "./vectorPath.ts";

/** The deleted rows of a data file, which is named in errors. All that can be checked is: a vector that is damaged would bring deleted rows back. */
export async function readDeletionVector(
  store: ObjectStore,
  vector: DeletionVectorDescriptor,
  file: string,
): Promise<readonly Container[]> {
  const damaged = (reason: string): Failure =>
    new Failure(
      "ODB8008",
      `The deletion vector of "${file}" in the table "${store.root}" cannot be read: ${reason}.`,
      "Bring it back from a copy.",
    );
  const bytes =
    vector.storageType === "i"
      ? decodeZ85(vector.pathOrInlineDv)?.subarray(0, vector.sizeInBytes)
      : await readStored(store, vector, damaged);
  if (bytes === undefined) throw damaged("its text is no Z85");
  if (bytes.length !== vector.sizeInBytes) throw damaged(`it has ${bytes.length} bytes, not ${vector.sizeInBytes}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const containers = decode(view, damaged);
  const count = containers.reduce((sum, container) => sum + container.count, 0);
  if (count !== vector.cardinality) throw damaged(`it has ${count} rows, not ${vector.cardinality}`);
  return containers;
}

const magic = 1681511377;

function decode(view: DataView, damaged: (reason: string) => Failure): readonly Container[] {
  try {
    const found = view.getInt32(0, true);
    if (found !== magic) throw damaged(`it begins with ${found}, which is no format that is known`);
    return readRoaring64(new DataView(view.buffer, view.byteOffset + 4, view.byteLength - 4));
  } catch (error) {
    if (error instanceof RangeError) throw damaged(`it is cut short or changed (${error.message})`);
    throw error;
  }
}

/** From a file: the size, the bytes, and their checksum. */
async function readStored(store: ObjectStore, vector: DeletionVectorDescriptor, damaged: (reason: string) => Failure): Promise<Uint8Array> {
  const path = vectorPath(vector);
  if (path === undefined) throw damaged(`"${vector.storageType}${vector.pathOrInlineDv}" leads nowhere`);
  const part = await store.readRange(path, vector.offset ?? 0, vector.sizeInBytes + 8);
  if (part === undefined) throw damaged(`"${path}" is missing`);
  if (part.length < vector.sizeInBytes + 8) throw damaged(`"${path}" is cut short`);
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  if (view.getInt32(0) !== vector.sizeInBytes)
    throw damaged(`"${path}" has one of ${view.getInt32(0)} bytes there, not ${vector.sizeInBytes}`);
  const bytes = part.subarray(4, 4 + vector.sizeInBytes);
  if (crc32(bytes) !== view.getUint32(4 + vector.sizeInBytes)) throw damaged(`its checksum in "${path}" is wrong`);
  return bytes;
}
