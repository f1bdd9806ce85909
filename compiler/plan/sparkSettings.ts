/** Whether a text is a master, as spark-submit has it. */
export const isSparkMaster = (text: string): boolean => /^(?:local(?:\[(?:\*|[1-9]\d*)\])?|yarn|(?:spark|k8s):\/\/[^\s@]+)$/.test(text);

/** Whether a text is the path of a Python from the project's root, or an absolute one. */
export const isSparkPython = (text: string): boolean => /^[^\s\\-][^\\\0\n]*$/.test(text);

interface SettingFault {
  readonly message: string;
  readonly hint: string;
}

/** Why a setting of the session can't be the user's; undefined where it can. */
export function faultOfSparkSetting(key: string): SettingFault | undefined {
  if (!/^spark\.[\w.-]+$/.test(key)) return { message: `\`${key}\` is no setting of Spark.`, hint: "Its settings begin with `spark.`." };
  if (/password|secret|token|credential|(?:account|access)\.?key/i.test(key))
    return {
      message: `\`${key}\` would put a secret into the plan.`,
      hint: "Give it to Spark where it runs: in its own configuration or environment.",
    };
  const own = owned.find(setting => key === setting || key.startsWith(`${setting}.`));
  return own === undefined
    ? undefined
    : { message: `\`${key}\` is set by odibi.`, hint: "The same rows on every engine depend on it. Leave it out." };
}

/** What the meaning of expressions, the runs' own files and their safety depend on. */
const owned = [
  "spark.sql.ansi",
  "spark.sql.session.timeZone",
  "spark.sql.decimalOperations.allowPrecisionLoss",
  "spark.sql.parquet.outputTimestampType",
  "spark.sql.parquet.datetimeRebaseModeInRead",
  "spark.sql.parquet.datetimeRebaseModeInWrite",
  "spark.sql.parquet.int96RebaseModeInRead",
  "spark.sql.caseSensitive",
  "spark.sql.variable.substitute",
  "spark.sql.csv.parser.columnPruning",
  "spark.sql.sources.partitionColumnTypeInference",
  "spark.sql.sources.partitionOverwriteMode",
  "spark.sql.legacy",
  "spark.master",
  "spark.submit",
  "spark.app.name",
  "spark.driver.host",
  "spark.driver.bindAddress",
  "spark.pyspark",
];
