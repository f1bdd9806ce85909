import { type Code, catalogue } from "../../../compiler/diagnostics/catalogue.ts";
import { allSteps } from "../../../compiler/plan/walkSteps.ts";
import { parameterTexts } from "../../environment/resolveParameters.ts";
import { Failure, type SourcePlace } from "../../failure.ts";
import type { Engine, EngineJob, NodeContext } from "../engine.ts";
import { placeOfStep } from "../placeOfStep.ts";
import type { Answer, AnswerError } from "./openLine.ts";
import { type StartedSpark, startSpark } from "./startSpark.ts";

/** Spark, in processes of its own: the plan's emitted project computes, and is told here which node. */
export async function createSpark(job: EngineJob): Promise<Engine> {
  const spark = await startSpark(job);
  spark.line.send({
    op: "open",
    environment: job.environment.name,
    params: Object.fromEntries(parameterTexts(job.parameters)),
    treatments: Object.fromEntries(job.treatments),
    root: job.root,
    run: job.run,
    instant: job.instant.getTime(),
  });
  let commands = 0;
  const perform = (op: string, node: string, more: object, context: NodeContext): Promise<Answer> => {
    commands += 1;
    return command(spark, job, { id: commands, op, node, ...more }, context);
  };
  const written = ({ rows = 0, bytes = 0, files = [] }: Answer) => ({ rows, bytes, files });
  return {
    name: "spark",
    keep: async (view, context) => written(await perform("keep", view.id, {}, context)),
    write: async (node, { path, kind }, context) => written(await perform("write", node.id, { target: path, kind }, context)),
    commit: async (node, table, context) => {
      const answer = await perform("commit", node.id, { target: table.path, transaction: table.transaction }, context);
      return { ...written(answer), version: answer.version ?? -1, ...(answer.repeated === true ? { repeated: true } : {}) };
    },
    preview: async (node, limit, context) => (await perform("preview", node.id, { limit }, context)).preview ?? [],
    // Spark shares its cores among nodes by itself, and counts its tasks anyway.
    inputBytes: () => 0,
    tellsProgress: true,
    close: () => spark.end(),
  };
}

async function command(
  { line }: StartedSpark,
  job: EngineJob,
  message: { readonly id: number; readonly op: string; readonly node: string },
  { signal, onProgress }: NodeContext,
): Promise<Answer> {
  signal.throwIfAborted();
  const answered = line.answer(message.id, onProgress);
  line.send(message);
  // It is waited for what then still runs: it might write where the next attempt does.
  const cancel = (): void => line.send({ op: "cancel", command: message.id });
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const answer = await answered;
    signal.throwIfAborted();
    if (answer.error !== undefined) throw failureOf(job, answer.error);
    return answer;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

function failureOf(job: EngineJob, error: AnswerError): Error {
  if (error.code === undefined || !isCode(error.code)) return new Error(`Spark: ${error.message}`);
  return new Failure(error.code, error.message, error.hint, placeOf(job, error));
}

const isCode = (text: string): text is Code => Object.hasOwn(catalogue, text);

/** The place of the read or the function that failed, where it was one. */
function placeOf(job: EngineJob, { node: id, kind, number }: AnswerError): SourcePlace | undefined {
  if (id === undefined || number === undefined) return undefined;
  const node = job.node(id);
  const step = allSteps(node.relation).filter(found => found.kind === kind)[number];
  return step === undefined ? node.place : placeOfStep(node, step);
}
