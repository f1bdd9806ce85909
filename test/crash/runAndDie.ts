import { localStorage, type Storage } from "../../runtime/publish/storage.ts";
import { run } from "../../runtime/run.ts";
import { type PlanName, plans } from "./plans.ts";

// A process of its own that runs a plan and is killed before or after one of its effects on storage. Arguments: folder, plan, the effect's number (from 1), "before" or "after".

const [folder = "", plan = "file", effect = "0", when = "before"] = process.argv.slice(2);
let count = 0;

async function dying<T>(work: () => Promise<T>): Promise<T> {
  count += 1;
  if (count === Number(effect) && when === "before") process.kill(process.pid, "SIGKILL");
  const result = await work();
  if (count === Number(effect) && when === "after") process.kill(process.pid, "SIGKILL");
  return result;
}

const storage: Storage = {
  makeFolder: path => dying(() => localStorage.makeFolder(path)),
  writeFile: (path, text) => dying(() => localStorage.writeFile(path, text)),
  sync: path => dying(() => localStorage.sync(path)),
  rename: (from, to) => dying(() => localStorage.rename(from, to)),
  removeFile: path => dying(() => localStorage.removeFile(path)),
  removeFolder: path => dying(() => localStorage.removeFolder(path)),
};

const result = await run(plans[plan as PlanName], { root: folder, planDirectory: folder }, { storage });
process.exitCode = result.status === "succeeded" ? 0 : 1;
