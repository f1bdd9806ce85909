/**
 * Texts and nulls as one text: the character that separates them, the one that stands for a null, and the texts with the first between them. Both are
 * chosen so that no text can be taken for them.
 */
export function joinTexts(texts: readonly (string | null)[]): string {
  const separator = findCharacter(character => !texts.some(text => text?.includes(character)));
  const nullMark = findCharacter(character => character !== separator && !texts.includes(character));
  return `${separator}${nullMark}${texts.map(text => text ?? nullMark).join(separator)}`;
}

/** In SQL: the rows of a table's columns of joined texts, apart again. */
export function splitTexts(table: string, columns: readonly { readonly name: string; readonly nullable: boolean }[]): string {
  const texts = columns.map(({ name, nullable }) => {
    const parts = `unnest(string_split(substring(${name}, 3), ${name}[1])) as ${name}`;
    return nullable ? `${parts}, ${name}[2] as null_${name}` : parts;
  });
  const values = columns.map(({ name, nullable }) => (nullable ? `nullif(${name}, null_${name}) as ${name}` : name));
  return `select ${values.join(", ")} from (select ${texts.join(", ")} from ${table})`;
}

const unitSeparator = 0x1f;

function findCharacter(isFree: (character: string) => boolean): string {
  for (let code = unitSeparator; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    if (character.isWellFormed() && isFree(character)) return character;
  }
  throw new Error("the texts have every character that there is");
}
