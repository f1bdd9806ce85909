/** Where a command writes: data to standard output, talk to standard error. */
export interface Terminal {
  /** Data, for a person or a program. */
  out(text: string): void;
  /** Talk. Nothing with `--quiet`. */
  say(text: string): void;
  /** What went wrong. Said even with `--quiet`. */
  complain(text: string): void;
  /** Talk that is written as it is, without a line end; on a terminal only. */
  draw(text: string): void;
  readonly outStyle: Style;
  readonly style: Style;
  /** Whether a person sits there: progress is drawn. */
  readonly isInteractive: boolean;
  readonly width: number;
  readonly isVerbose: boolean;
  readonly isQuiet: boolean;
}

/** Colours, or nothing where there are none. */
export type Style = { readonly [name in "bold" | "dim" | "red" | "green" | "yellow" | "blue"]: (text: string) => string };

interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

/** The terminal of a process. `NO_COLOR`, `CI`, `FORCE_COLOR` and `TERM=dumb` are honoured. */
export function openTerminal({ stdout, stderr, env }: Streams, settings: { readonly quiet: boolean; readonly verbose: boolean }): Terminal {
  const isInteractive = Boolean(stderr.isTTY) && !isSet(env["CI"]) && env["TERM"] !== "dumb" && !settings.quiet;
  return {
    out: text => stdout.write(`${text}\n`),
    say: text => settings.quiet || stderr.write(`${text}\n`),
    complain: text => stderr.write(`${text}\n`),
    draw: text => isInteractive && stderr.write(text),
    outStyle: styleOf(hasColor(stdout, env)),
    style: styleOf(hasColor(stderr, env)),
    isInteractive,
    width: stderr.columns || 100,
    isVerbose: settings.verbose,
    isQuiet: settings.quiet,
  };
}

function hasColor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  // Whatever its value is, as no-color.org has it.
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  return isSet(env["FORCE_COLOR"]) || (Boolean(stream.isTTY) && env["TERM"] !== "dumb");
}

const isSet = (variable: string | undefined): boolean =>
  variable !== undefined && variable !== "" && variable !== "0" && variable !== "false";

function styleOf(color: boolean): Style {
  const paint = (on: number, off: number) => (text: string) => (color ? `\u001B[${on}m${text}\u001B[${off}m` : text);
  return { bold: paint(1, 22), dim: paint(2, 22), red: paint(31, 39), green: paint(32, 39), yellow: paint(33, 39), blue: paint(34, 39) };
}
