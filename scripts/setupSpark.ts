import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The Spark that tests run on: the one that results are judged by; an older one by `ODIBI_SPARK_VERSION`. */
export const sparkVersion = process.env["ODIBI_SPARK_VERSION"] ?? "4.1.1";

const environment = join(root, `.spark/${sparkVersion}`);
/** The Python that has it, once setupSpark() was successful. */
export const sparkPython = join(environment, "bin/python");
/** Delta Lake for it: what `spark.jars` takes, once setupSpark() was successful. */
export const deltaJars = join(environment, "jars-delta");

// `mapInArrow` needs pyarrow, and asks for pandas; ruff judges what is emitted.
const packages = [`pyspark==${sparkVersion}`, "pyarrow==26.0.1", "pandas==2.3.3", "ruff==0.17.6"];

/** Delta's artifacts by the version of Spark, with those of what they need that Spark itself does not bring. */
const deltaArtifacts: { readonly [spark: string]: readonly string[] } = {
  "4.1.1": [
    "io.delta:delta-spark_4.1_2.13:4.3.1",
    "io.delta:delta-storage:4.3.1",
    "io.delta:delta-kernel-api:4.3.1",
    "io.delta:delta-kernel-defaults:4.3.1",
    "io.delta:delta-kernel-unitycatalog:4.3.1",
    "io.unitycatalog:unitycatalog-client:0.5.0",
    "io.unitycatalog:unitycatalog-hadoop:0.5.0",
  ],
  "3.5.6": ["io.delta:delta-spark_2.12:3.3.2", "io.delta:delta-storage:3.3.2"],
};

/** Makes a virtual environment with Spark, and Delta Lake's jars in it, once. Returns what is missing on the machine, in one line. */
export function setupSpark(): string | undefined {
  const java = spawnSync(process.env["JAVA_HOME"] ? join(process.env["JAVA_HOME"], "bin/java") : "java", ["-version"], {
    encoding: "utf8",
  });
  const javaVersion = Number(/version "(\d+)/.exec(java.stderr ?? "")?.[1] ?? 0);
  if (javaVersion < 17) return `Spark needs Java 17 or later, and there is ${javaVersion === 0 ? "none" : `Java ${javaVersion}`}`;
  const python = spawnSync("python3", ["-c", "import sys, venv; print(sys.version_info >= (3, 10))"], { encoding: "utf8" });
  if (python.status !== 0) return "Spark needs Python 3.10 or later with venv, and there is none";
  if (python.stdout.trim() !== "True") return "Spark needs Python 3.10 or later, and python3 is older";
  return makeEnvironment() ?? fetchDelta();
}

function makeEnvironment(): string | undefined {
  const marker = join(environment, "packages.txt");
  if (isMade(marker, packages)) return undefined;
  rmSync(environment, { recursive: true, force: true });
  const made = spawnSync("python3", ["-m", "venv", environment], { encoding: "utf8" });
  if (made.status !== 0) return `a virtual environment could not be made: ${lastLine(made.stderr || made.stdout)}`;
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages];
  const installed = spawnSync(sparkPython, install, { encoding: "utf8" });
  if (installed.status !== 0) return `pyspark ${sparkVersion} could not be installed: ${lastLine(installed.stderr)}`;
  finish(marker, packages);
  return undefined;
}

/** By Maven, from where its settings say: Maven Central, unless they name a mirror. */
function fetchDelta(): string | undefined {
  const artifacts = deltaArtifacts[sparkVersion] ?? [];
  const marker = join(deltaJars, "artifacts.txt");
  if (artifacts.length === 0 || isMade(marker, artifacts)) return undefined;
  const work = mkdtempSync(join(tmpdir(), "odibi-delta-"));
  try {
    writeFileSync(join(work, "pom.xml"), printPom(artifacts));
    const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
    const fetched = spawnSync("mvn", ["-q", "-B", "-C", "-f", work, goal, "-DexcludeTransitive=true", `-DoutputDirectory=${work}/jars`], {
      encoding: "utf8",
    });
    if (fetched.error !== undefined) return `Delta Lake's jars are fetched by Maven, and there is no mvn: ${fetched.error.message}`;
    if (fetched.status !== 0) return `Delta Lake's jars could not be fetched: ${firstError(fetched.stdout)}`;
    const jars = readdirSync(join(work, "jars"));
    if (jars.length !== artifacts.length) return `of Delta Lake's ${artifacts.length} jars there came ${jars.length}`;
    rmSync(deltaJars, { recursive: true, force: true });
    cpSync(join(work, "jars"), deltaJars, { recursive: true });
    finish(marker, artifacts);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function printPom(artifacts: readonly string[]): string {
  const dependencies = artifacts.map(artifact => {
    const [group, name, version] = artifact.split(":");
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>odibi</groupId><artifactId>delta-jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>${dependencies.join("\n")}</dependencies>
</project>
`;
}

/** Whether what was to be there is all there: the marker is written last. */
const isMade = (marker: string, parts: readonly string[]): boolean =>
  existsSync(marker) && readFileSync(marker, "utf8") === parts.join("\n");

function finish(marker: string, parts: readonly string[]): void {
  writeFileSync(`${marker}.part`, parts.join("\n"));
  renameSync(`${marker}.part`, marker);
}

const firstError = (text: string): string => lastLine(text.split("\n").find(line => line.includes("[ERROR]")) ?? text);

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

if (import.meta.main) {
  const missing = setupSpark();
  console.error(missing === undefined ? `Spark ${sparkVersion} is in ${environment.slice(root.length + 1)}.` : `No Spark: ${missing}.`);
  process.exitCode = missing === undefined ? 0 : 1;
}
