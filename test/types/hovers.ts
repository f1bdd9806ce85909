import { readFileSync } from "node:fs";
import { Project, ts } from "ts-morph";

export interface Hover {
  readonly line: number;
  /** What the comment says. */
  readonly expected: string;
  readonly printed: string;
}

/** What the editor prints at each place of a file that a comment `// ^? text` below it points at: the type, a blank, the description, blanks compressed. */
export function readHovers(tsconfig: string, file: string): readonly Hover[] {
  const project = new Project({ tsConfigFilePath: tsconfig, skipAddingFilesFromTsConfig: true });
  project.addSourceFileAtPath(file);
  project.resolveSourceFileDependencies();
  const service = project.getLanguageService().compilerObject;
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return lines.flatMap((line, index) => {
    const marker = /^\s*\/\/\s*\^\? /.exec(line);
    if (!marker) return [];
    const info = service.getQuickInfoAtPosition(file, (starts[index - 1] ?? 0) + line.indexOf("^?"));
    const printed = [ts.displayPartsToString(info?.displayParts), ts.displayPartsToString(info?.documentation)].join(" ");
    return [{ line: index + 1, expected: line.slice(marker[0].length), printed: printed.replaceAll(/\s+/g, " ").trim() }];
  });
}
