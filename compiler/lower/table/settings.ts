import { settingReaders, settingsOf } from "../builtin/project.ts";
import { type Call, hasArguments } from "../call.ts";
import { report, spanOf } from "../environment.ts";
import { evaluateItem } from "../evaluate.ts";
import { type TableValue, type Value, valueWords } from "../value.ts";

/** `.config({ owner, tags, retries, … })`: settings of the node, before those of `pipeline(…)`. */
export function configCall(table: TableValue, call: Call): Value {
  const settings = settingsOf(call, settingReaders);
  return settings === undefined
    ? table
    : { ...table, settings: { ...table.settings, ...settings }, settingSpans: [...table.settingSpans, call.nameSpan] };
}

/** `.after(other, …)`: the node runs after these, though no data comes from them. */
export function afterCall(table: TableValue, call: Call): Value {
  if (!hasArguments(call, 1, Number.MAX_SAFE_INTEGER)) return table;
  const after: string[] = [];
  for (const item of call.syntax.arguments) {
    for (const value of evaluateItem(item, call.environment, call.lowering)) {
      const [first, second] = value.kind === "table" ? value.steps : [];
      if (first?.kind === "read" && second === undefined) after.push(first.node);
      else if (value.kind !== "fault") {
        report(call.lowering, {
          code: "ODB1021",
          message: `\`after\` expects nodes, and this is ${value.kind === "table" ? "an unexported table" : valueWords[value.kind]}.`,
          hint: "Name exported tables.",
          span: spanOf(call.environment, item),
        });
      }
    }
  }
  return { ...table, after: [...new Set([...table.after, ...after])], settingSpans: [...table.settingSpans, call.nameSpan] };
}
