import { nearestName } from "../diagnostics/nearestName.ts";
import { quoteAll } from "../diagnostics/words.ts";
import { type Lowering, report } from "../lower/environment.ts";
import { parameterText } from "../lower/parameterText.ts";
import type { Config } from "../lower/readConfig.ts";
import { printType } from "../plan/notation/printType.ts";

/** The config fits the project: its patterns find files, its params are params, of their types. */
export function checkConfig(lowering: Lowering, config: Config): void {
  if (lowering.program.pipelines.length === 0)
    report(lowering, {
      code: "ODB1044",
      message: `No file matches ${quoteAll(config.pipelines)}.`,
      hint: "A pipeline file ends in `.pipeline.ts`; the pattern is from the project's root.",
      span: config.pipelinesSpan,
    });
  for (const environment of config.environments) {
    for (const [name, { value, span }] of environment.params) {
      const parameter = lowering.parameters.get(name);
      if (parameter === undefined) {
        const near = nearestName(name, lowering.parameters.keys());
        report(lowering, {
          code: "ODB1045",
          message: `No pipeline has a param \`${name}\`.`,
          hint: near === undefined ? "Declare it, `param(…)`, or leave it out." : `Did you mean \`${near}\`?`,
          span,
        });
      } else if (parameterText(value, parameter.type) === undefined && value.kind !== "fault") {
        report(lowering, {
          code: "ODB1046",
          message: `The param \`${name}\` is ${printType(parameter.type)}, and this is none.`,
          hint: 'Write it as on the command line: `"2024-01-01"`, `"42"`.',
          span,
        });
      }
    }
  }
}
