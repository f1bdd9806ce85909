import { expect, test } from "vitest";
import { runTasks, type Task, type TaskOutcome } from "../../runtime/schedule/runTasks.ts";

interface Trace {
  readonly events: string[];
  most: number;
}

async function schedule(
  tasks: readonly Task[],
  outcomes: Readonly<Record<string, TaskOutcome>> = {},
  more: {
    readonly slots?: number;
    readonly large?: readonly string[];
    readonly signal?: AbortSignal;
    readonly onStart?: (id: string) => void;
  } = {},
): Promise<Trace> {
  const trace: Trace = { events: [], most: 0 };
  let running = 0;
  await runTasks(tasks, {
    slots: more.slots ?? 2,
    isLarge: task => more.large?.includes(task.id) ?? false,
    signal: more.signal ?? new AbortController().signal,
    async run(task) {
      trace.events.push(`+${task.id}`);
      more.onStart?.(task.id);
      running += 1;
      trace.most = Math.max(trace.most, running);
      await new Promise(resolve => setTimeout(resolve, 5));
      running -= 1;
      trace.events.push(`-${task.id}`);
      return outcomes[task.id] ?? "succeeded";
    },
    skip: (task, because) => trace.events.push(`${task.id} skipped by ${because}`),
  });
  return trace;
}

const task = (id: string, ...needs: string[]): Task => ({ id, needs });

test("a task begins when all it needs has ended", async () => {
  const { events } = await schedule([task("c", "a", "b"), task("a"), task("b", "a"), task("d", "c")]);
  expect(events).toEqual(["+a", "-a", "+b", "-b", "+c", "-c", "+d", "-d"]);
});

test("independent tasks run at once, as many as there are slots, and one large one at a time", async () => {
  const four = ["a", "b", "c", "d"].map(id => task(id));
  expect((await schedule(four, {}, { slots: 3 })).most).toBe(3);
  expect((await schedule(four, {}, { slots: 3, large: ["a", "b", "c", "d"] })).most).toBe(1);
  expect((await schedule(four, {}, { slots: 3, large: ["a", "b"] })).most).toBe(3);
});

test("all descendants of a task that failed are skipped, by its name; the others go on", async () => {
  const { events } = await schedule([task("a"), task("b", "a"), task("c", "b"), task("d", "c", "x"), task("x"), task("y", "x")], {
    a: "failed",
  });
  expect(events.filter(event => event.includes("skipped"))).toEqual(["b skipped by a", "c skipped by a", "d skipped by a"]);
  expect(events).toContain("-y");
});

test("after a task that stops the run nothing new begins", async () => {
  const { events } = await schedule([task("a"), task("b"), task("c"), task("d", "b")], { a: "stop" });
  expect(events).toEqual(["+a", "+b", "-a", "-b", "c skipped by a", "d skipped by a"]);
});

test("an aborted signal lets nothing new begin", async () => {
  const controller = new AbortController();
  const { events } = await schedule(
    [task("a"), task("b", "a"), task("c")],
    {},
    { slots: 1, signal: controller.signal, onStart: () => controller.abort() },
  );
  expect(events).toEqual(["+a", "-a"]);
});

test("what a task throws is thrown", async () => {
  await expect(
    runTasks([task("a")], {
      slots: 1,
      isLarge: () => false,
      signal: new AbortController().signal,
      run: () => Promise.reject(new Error("a bug")),
      skip: () => undefined,
    }),
  ).rejects.toThrow("a bug");
});
