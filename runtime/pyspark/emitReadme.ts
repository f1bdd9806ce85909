import { escapeInvisible } from "../../compiler/plan/notation/quote.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";

export function emitReadme(plan: Plan<Typed>, hasFunctions: boolean): string {
  const tables = plan.nodes.filter(({ write }) => write !== undefined);
  const views = plan.nodes.length - tables.length;
  const environments = plan.environments.map(({ name }) => name);
  const example = tables.at(-1)?.id ?? plan.nodes.at(-1)?.id ?? "";
  const param = plan.parameters[0];
  const flags = [
    `\`--env NAME\`: ${environments.map(code).join(", ")}; ${code(plan.defaultEnvironment)} where it is left out.`,
    ...(param === undefined
      ? []
      : [
          `\`--param NAME=VALUE\`: ${plan.parameters.map(({ name, default: value }) => `${code(name)}${value === undefined ? "" : ` (${code(value)})`}`).join(", ")}. An environment may have other values in \`project.py\`.`,
        ]),
    "`--select SELECTOR`: only these tables: an id, a glob, `tag:NAME`, `path:FILE`, `+ancestors`, `descendants+`.",
    "`--root FOLDER`: where relative folders of connections begin; the current folder where it is left out.",
    "`--events`: what happens, as lines of JSON on standard output.",
  ];
  return `# ${escapeInvisible(plan.project) || "Tables"} on Spark

${tables.length} ${tables.length === 1 ? "table" : "tables"}${views === 0 ? "" : ` and ${views} ${views === 1 ? "view" : "views"}`}, as a PySpark project. It was written by \`odibi emit spark\` from the project's plan.
**Change the pipelines and emit again**: what is changed here is lost then, and a folder with files of yours in it is not written over.

| | |
|-|-|
| \`pipelines/\` | A module for each pipeline, a function for each table and view, with the line of the pipeline that it comes from |
| \`project.py\` | What there is, as data: environments, params, and of each table its columns, what it reads and where it is written |
| \`main.py\` | Runs it |
| \`odibi_spark/\` | What reads files strictly, orders the tables, and publishes each whole or not at all |
${hasFunctions ? "| `functions/` | Functions in TypeScript, for Node.js |\n" : ""}| \`databricks.yml\` | An asset bundle for Databricks |

In a statement \`spark_partition_id() >= 0\` is always true, which Spark doesn't know: a condition with it is asked of no row that a join or a filter before it leaves out, and so fails on no such row.

## Run

It takes Spark 3.5 to 4.1 with Python 3.10 or newer.${hasFunctions ? " The machines that compute need Node.js 22 or newer for the functions in TypeScript: on their path, or where `ODIBI_NODE` says." : ""}

\`\`\`sh
pip install -r requirements.txt    # where Spark is not there yet
spark-submit main.py
spark-submit --master spark://host:7077 main.py --env ${word(plan.defaultEnvironment)}${example === "" ? "" : ` --select ${word(example)}`}
\`\`\`

The regular expressions of long texts need deep stacks, which a session can't be given once it is there: from some thousand characters on, start it with \`--conf spark.driver.extraJavaOptions=-Xss4m --conf spark.executor.extraJavaOptions=-Xss4m\`, as \`databricks.yml\` does.

${flags.map(flag => `- ${flag}`).join("\n")}

The exit code is 0 when every table is written, 1 when one failed or was skipped because an ancestor failed, 2 when it was called wrongly.

## Databricks

\`\`\`sh
databricks bundle deploy --target ${word(plan.defaultEnvironment)} --var root=/Volumes/main/shop/files --var node_type_id=i3.xlarge
databricks bundle run --target ${word(plan.defaultEnvironment)} JOB
\`\`\`

\`databricks.yml\` names the job and what else may be set by \`--var\`. Its cluster is one for a single user, since tables are published through Hadoop's file system, which shared and serverless compute don't give to Python.
`;
}

const code = (text: string): string => {
  const shown = escapeInvisible(text);
  const ticks = "`".repeat(Math.max(0, ...(shown.match(/`+/g) ?? []).map(run => run.length)) + 1);
  return ticks.length === 1 ? `\`${shown}\`` : `${ticks} ${shown} ${ticks}`;
};

/** A text as a word of the shell. */
const word = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `'${escapeInvisible(text).replaceAll("'", "'\\''")}'`);
