import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Contestant {
  readonly name: string;
  readonly command: readonly string[];
  readonly directory: string;
  /** What is done before each round, outside the time. */
  readonly before?: (round: number) => void;
}

export interface Measured {
  readonly name: string;
  /** The median of the rounds. */
  readonly seconds: number;
  /** What each round took. */
  readonly rounds: readonly number[];
  /** The median of the processor's time, which says more than the clock on a machine that others use; 0 where it is not known. */
  readonly processorSeconds: number;
  /** The most memory that a round had, with its children. */
  readonly megabytes: number;
}

/** Runs the contestants in turn, round by round, so that what else the machine does meets all of them, and gives each one's median. */
export async function measure(contestants: readonly Contestant[], rounds: number): Promise<readonly Measured[]> {
  const seconds = contestants.map((): number[] => []);
  const processorSeconds = contestants.map((): number[] => []);
  const megabytes = contestants.map(() => 0);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      contestant.before?.(round);
      const before = childrenSeconds();
      const run = await runOnce(contestant);
      seconds[index]?.push(run.seconds);
      processorSeconds[index]?.push(childrenSeconds() - before);
      megabytes[index] = Math.max(megabytes[index] ?? 0, run.megabytes);
    }
  }
  return contestants.map(({ name }, index) => ({
    name,
    seconds: median(seconds[index] ?? []),
    rounds: seconds[index] ?? [],
    processorSeconds: median(processorSeconds[index] ?? []),
    megabytes: megabytes[index] ?? 0,
  }));
}

function runOnce({ name, command, directory }: Contestant): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  const [program = "", ...words] = command;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, words, { cwd: directory, stdio: ["ignore", "ignore", "pipe"] });
    let memory = 0;
    let talk = "";
    const poll = setInterval(() => {
      memory = Math.max(memory, residentMegabytes(child.pid ?? 0));
    }, 25);
    child.stderr.setEncoding("utf8").on("data", text => {
      talk += text;
    });
    child.on("error", reject);
    child.on("close", code => {
      clearInterval(poll);
      if (code === 0) resolve({ seconds: (performance.now() - started) / 1000, megabytes: memory });
      else reject(new Error(`${name} ended with ${code}:\n${talk}`));
    });
  });
}

/** The processor's time of the children that have ended, as Linux counts it in hundredths; 0 elsewhere. */
function childrenSeconds(): number {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}

/** The most memory that a process has had until now and that of its children, as Linux counts it; 0 elsewhere. */
function residentMegabytes(pid: number): number {
  try {
    const [, kilobytes = "0"] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    return Number(kilobytes) / 1000 + children.reduce((sum, child) => sum + residentMegabytes(Number(child)), 0);
  } catch {
    return 0;
  }
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
