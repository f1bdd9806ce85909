/** A piece of work, and the tasks that must have succeeded before it. */
export interface Task {
  readonly id: string;
  readonly needs: readonly string[];
}
export type TaskOutcome = "succeeded" | "failed" | "stop";

export interface ScheduleOptions {
  /** How many tasks run at once. */
  readonly slots: number;
  /** Whether a task fills the cores by itself; asked when it is ready. Only one such runs at a time, beside small ones. */
  readonly isLarge: (task: Task) => boolean;
  readonly signal: AbortSignal;
  /** Runs a task to its end; never rejects but for a bug. "stop" is a failure after which nothing new starts. */
  readonly run: (task: Task) => Promise<TaskOutcome>;
  /** Told of each task that will not run, and which task is the reason: the nearest one that failed, or the one that stopped the run. */
  readonly skip: (task: Task, because: string) => void;
}

/** Runs tasks in the order of their needs. A task whose need failed or was skipped is skipped; the rest goes on. */
export async function runTasks(tasks: readonly Task[], options: ScheduleOptions): Promise<void> {
  const waiting = new Map(tasks.map(task => [task.id, new Set(task.needs)]));
  const needed = new Map<string, Task[]>();
  for (const task of tasks) for (const need of task.needs) needed.set(need, [...(needed.get(need) ?? []), task]);
  const ready: Ready[] = [];
  const running = new Map<string, Promise<void>>();
  let largeRunning = false;
  let stoppedBy: string | undefined;

  const skipDependants = (id: string, because: string): void => {
    for (const task of needed.get(id) ?? []) {
      if (!waiting.delete(task.id)) continue;
      options.skip(task, because);
      skipDependants(task.id, because);
    }
  };
  const admit = (task: Task): void => void ready.push({ task, large: options.isLarge(task) });
  const finish = ({ task, large }: Ready, outcome: TaskOutcome): void => {
    if (large) largeRunning = false;
    running.delete(task.id);
    if (outcome !== "succeeded") {
      if (outcome === "stop") stoppedBy ??= task.id;
      skipDependants(task.id, task.id);
      return;
    }
    for (const dependant of needed.get(task.id) ?? []) {
      const needs = waiting.get(dependant.id);
      if (needs?.delete(task.id) === true && needs.size === 0) admit(dependant);
    }
  };
  const start = (): void => {
    while (running.size < options.slots && !options.signal.aborted && stoppedBy === undefined) {
      const next = ready.findIndex(({ large }) => !large || !largeRunning);
      const entry = ready[next];
      if (entry === undefined) return;
      ready.splice(next, 1);
      waiting.delete(entry.task.id);
      if (entry.large) largeRunning = true;
      running.set(
        entry.task.id,
        options.run(entry.task).then(outcome => finish(entry, outcome)),
      );
    }
  };
  for (const task of tasks) if (task.needs.length === 0) admit(task);
  start();
  try {
    while (running.size > 0) {
      await Promise.race(running.values());
      start();
    }
  } catch (bug) {
    // Those that still run use what the caller is about to close.
    await Promise.allSettled(running.values());
    throw bug;
  }
  if (stoppedBy !== undefined) for (const task of tasks) if (waiting.delete(task.id)) options.skip(task, stoppedBy);
}

interface Ready {
  readonly task: Task;
  readonly large: boolean;
}
