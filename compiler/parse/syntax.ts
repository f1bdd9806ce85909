// What is left of a file after parsing: the accepted subset of TypeScript as plain data, without types, trivia or tree.
// It is what the memo keeps, so it names nothing of another file. `s` and `e` are offsets in the file, in UTF-16 units.

interface At {
  readonly s: number;
  readonly e: number;
}

export type Syntax = At &
  (
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "boolean"; readonly value: boolean }
    | { readonly kind: "null" }
    | { readonly kind: "undefined" }
    | { readonly kind: "regex"; readonly source: string; readonly flags: string }
    | { readonly kind: "template"; readonly texts: readonly string[]; readonly values: readonly Syntax[] }
    | { readonly kind: "name"; readonly name: string }
    /** `nameAt` is where the member's name begins. */
    | { readonly kind: "member"; readonly object: Syntax; readonly name: string; readonly nameAt: number; readonly optional?: true }
    | { readonly kind: "index"; readonly object: Syntax; readonly index: Syntax; readonly optional?: true }
    | { readonly kind: "call"; readonly callee: Syntax; readonly arguments: readonly Syntax[]; readonly optional?: true }
    /** Ends an optional chain: where a `?.` inside meets null, the whole is null. */
    | { readonly kind: "chain"; readonly expression: Syntax }
    | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly operand: Syntax }
    | { readonly kind: "binary"; readonly operator: string; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: "conditional"; readonly condition: Syntax; readonly then: Syntax; readonly otherwise: Syntax }
    | { readonly kind: "object"; readonly properties: readonly Property[] }
    | { readonly kind: "array"; readonly items: readonly Syntax[] }
    /** In an array or among arguments. */
    | { readonly kind: "spread"; readonly expression: Syntax }
    | FunctionSyntax
    /** What the language has no meaning for. It is a fault only where its value is asked for. */
    | {
        readonly kind: "unsupported";
        readonly what: string;
        readonly instead: string;
        readonly rule: "construct" | "assertion" | "looseEquality" | "undefined";
      }
  );
export type SyntaxKind = Syntax["kind"];

export interface FunctionSyntax extends At {
  readonly kind: "function";
  readonly parameters: readonly { readonly pattern: Pattern; readonly type?: ParameterType }[];
  /** What it returns, where it is one expression; else what stands in the way. */
  readonly body: Syntax;
  /** The names from outside that it mentions; only of a function that is given to `mapRows`, for bundling. */
  readonly references?: readonly Reference[];
}

export type Property =
  | (At & {
      readonly kind: "property";
      readonly name: string;
      readonly nameEnd: number;
      readonly value: Syntax;
      readonly description?: string;
    })
  | (At & { readonly kind: "spread"; readonly expression: Syntax })
  | (At & { readonly kind: "computed"; readonly key: Syntax; readonly value: Syntax });

export type Pattern =
  | (At & { readonly kind: "name"; readonly name: string })
  | (At & {
      readonly kind: "object";
      readonly properties: readonly (At & { readonly name: string; readonly local: string })[];
      readonly rest?: string;
    })
  | (At & { readonly kind: "unsupported"; readonly what: string });

/** A macro's annotation, as far as it says what a column must be: kinds of values, or unknown (left out). */
export interface ParameterType {
  readonly text: string;
  readonly kinds: readonly ("string" | "number" | "boolean" | "date" | "timestamp" | "timestampNtz" | "binary")[];
  readonly nullable: boolean;
  readonly values?: readonly string[];
}

export interface Reference extends At {
  readonly name: string;
}

export interface Declaration extends At {
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Left out of what is no constant, function or enum: it may be bundled, but has no static value. */
  readonly value?: Syntax;
  readonly what: string;
  readonly description?: string;
  readonly references: readonly Reference[];
}

export interface Import extends At {
  readonly local: string;
  /** `*` for a namespace, `default`, or the exported name. */
  readonly imported: string;
  readonly module: string;
  readonly moduleStart: number;
}

export type Export = At &
  (
    | { readonly kind: "local"; readonly exported: string; readonly local: string }
    | { readonly kind: "from"; readonly exported: string; readonly imported: string; readonly module: string }
    | { readonly kind: "all"; readonly module: string }
    | { readonly kind: "default"; readonly value: Syntax }
  );

/** A statement of the top level that is neither declaration, import nor export. */
export interface LooseStatement extends At {
  readonly what: string;
  readonly instead: string;
  readonly references: readonly Reference[];
}

export interface FileSyntax {
  readonly declarations: readonly Declaration[];
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  readonly statements: readonly LooseStatement[];
  /** What TypeScript's parser could not read. */
  readonly errors: readonly (At & { readonly message: string })[];
  /** Offsets at which lines begin. */
  readonly lines: readonly number[];
}
