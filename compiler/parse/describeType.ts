import type { ParameterType } from "./syntax.ts";

type Kind = ParameterType["kinds"][number];

/** A member of a union of types, as far as it is looked at. */
export type TypeMember =
  | { readonly kind: "null" }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "other" };

const kinds: ReadonlyMap<string, Kind> = new Map([
  ["string", "string"],
  ["number", "number"],
  ["boolean", "boolean"],
  ["DateOnly", "date"],
  ["Timestamp", "timestamp"],
  ["TimestampNtz", "timestampNtz"],
  ["Binary", "binary"],
  ["Int8", "number"],
  ["Int16", "number"],
  ["Int32", "number"],
  ["Int64", "number"],
  ["Float32", "number"],
  ["Decimal", "number"],
]);

/** What a macro's annotation says of a value, so that a wrong argument is reported where it is given. Types that only a type checker understands say nothing. */
export function describeType(members: readonly TypeMember[], text: string): ParameterType | undefined {
  const found = new Set<Kind>();
  const values: string[] = [];
  let nullable = false;
  let open = false;
  for (const member of members) {
    if (member.kind === "null") nullable = true;
    else if (member.kind === "text") {
      values.push(member.value);
      found.add("string");
    } else {
      const kind = member.kind === "name" ? kinds.get(member.name) : undefined;
      if (kind === undefined) return undefined;
      if (kind === "string") open = true;
      found.add(kind);
    }
  }
  return { text: text.replace(/\s+/g, " "), kinds: [...found], nullable, ...(values.length > 0 && !open ? { values } : {}) };
}
