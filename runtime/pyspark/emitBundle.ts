import type { Environment, Parameter, Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { createNamer } from "./nameProject.ts";
import { printYaml, type Yaml } from "./printYaml.ts";

/**
 * databricks.yml: a bundle with a job that runs main.py on a cluster of its own, and a target for each environment. The params are the job's parameters; a target
 * gives them its environment's values.
 */
export function emitBundle(plan: Plan<Typed>): string {
  const name = plan.project.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "") || "tables";
  const params = nameParams(plan);
  const bundle: Yaml = {
    bundle: { name },
    variables: { ...settings, ...Object.fromEntries(params.map(describeParam)) },
    resources: { jobs: { [name]: emitJob(name, params) } },
    targets: Object.fromEntries(plan.environments.map(environment => [environment.name, emitTarget(environment, plan, params)])),
  };
  return `# Written by \`odibi emit spark\`, where changes are lost. README.md says how it is deployed.\n${printYaml(bundle)}\n`;
}

/** What differs from workspace to workspace. */
const settings: { readonly [name: string]: Yaml } = {
  root: { description: "Where relative folders of connections begin, as /Volumes/main/shop/files" },
  node_type_id: { description: "The machines of the cluster, as `databricks clusters list-node-types` names them" },
  num_workers: { description: "How many machines beside the driver", default: 2 },
  spark_version: { description: "The Databricks Runtime: one with Spark 3.5, 4.0 or 4.1", default: "17.3.x-scala2.13" },
};

interface NamedParam extends Parameter {
  /** Its name as the bundle's variable and the job's parameter. */
  readonly variable: string;
}

/** The params that a bundle can pass on: in it `${…}` and `{{…}}` mean something else. */
function nameParams({ parameters, environments }: Plan<Typed>): readonly NamedParam[] {
  const takeName = createNamer(new Set([...Object.keys(settings), "env"]));
  const isPlain = ({ name, default: value }: Parameter): boolean =>
    [name, value, ...environments.map(({ params }) => params[name])].every(text => text === undefined || !/\$\{|\{\{/.test(text));
  return parameters.filter(isPlain).map(param => {
    const words = param.name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
    return { ...param, variable: takeName(param.name, /^[A-Za-z]/.test(words) ? words : `param_${words}`) };
  });
}

function describeParam({ name, variable, description, default: value }: NamedParam): readonly [string, Yaml] {
  const shown = description === undefined || /\$\{/.test(description) ? `The param ${name}` : description;
  return [variable, { description: shown, ...(value === undefined ? {} : { default: value }) }];
}

function emitJob(name: string, params: readonly NamedParam[]): Yaml {
  const variables = ["root", ...params.map(({ variable }) => variable)];
  return {
    name,
    parameters: [
      { name: "env", default: "${bundle.target}" },
      ...variables.map(variable => ({ name: variable, default: `\${var.${variable}}` })),
    ],
    job_clusters: [
      {
        job_cluster_key: "tables",
        new_cluster: {
          spark_version: "${var.spark_version}",
          node_type_id: "${var.node_type_id}",
          num_workers: "${var.num_workers}",
          data_security_mode: "SINGLE_USER",
          // For regular expressions on long texts.
          spark_conf: { "spark.driver.extraJavaOptions": "-Xss4m", "spark.executor.extraJavaOptions": "-Xss4m" },
        },
      },
    ],
    tasks: [
      {
        task_key: "tables",
        job_cluster_key: "tables",
        spark_python_task: {
          python_file: "main.py",
          parameters: [
            "--env={{job.parameters.env}}",
            "--root={{job.parameters.root}}",
            ...params.map(({ name, variable }) => `--param=${name}={{job.parameters.${variable}}}`),
          ],
        },
      },
    ],
  };
}

function emitTarget({ name, params }: Environment, plan: Plan<Typed>, named: readonly NamedParam[]): Yaml {
  const values = named.flatMap(param => {
    const value = params[param.name];
    return value === undefined ? [] : [[param.variable, value] as const];
  });
  return {
    ...(name === plan.defaultEnvironment ? { default: true } : {}),
    ...(values.length === 0 ? {} : { variables: Object.fromEntries(values) }),
  };
}
