/** A made-up language for the preview page: accents and 40 % more room, to see what would be cut or was never translated. */
const accents: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ö',
  u: 'û',
  c: 'ç',
  n: 'ñ',
  A: 'Â',
  E: 'Ê',
  O: 'Ô',
};

export function pseudo(text: string): string {
  const letters = [...text].map(letter => accents[letter] ?? letter).join('');
  return text.trim().length < 2 ? letters : `${letters}${'~'.repeat(Math.ceil(text.trim().length * 0.4))}`;
}

type Template = string | { strTag: true; strings: readonly string[]; values: readonly unknown[] };

/** The same messages as a real translation, each made of its own words stretched. */
export function pseudoTemplates(templates: Record<string, Template>): Record<string, Template> {
  return Object.fromEntries(
    Object.entries(templates).map(([id, template]) => [
      id,
      typeof template === 'string'
        ? pseudo(template)
        : { ...template, strings: template.strings.map((text, at) => (at === 0 ? pseudo(text) : text)) },
    ]),
  );
}
