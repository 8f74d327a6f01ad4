// Takes the white space of source layout out of templates and styles: it would be downloaded with them, and a browser ignores it.
import ts from 'typescript';

/**
 * A Vite plugin: chunks of ours have no styles or other files to fetch along, so the helper that Vite wraps
 * around a dynamic import has nothing to do.
 */
export function plainImports() {
  return {
    name: 'rapport-plain-imports',
    enforce: 'pre',
    load: id => (id.includes('vite/preload-helper') ? 'export const __vitePreload = load => load();' : null),
  };
}

/** A Vite plugin; only the parts of `html`, `svg` and `css` templates change, never text between quotes elsewhere. */
export function squeeze() {
  return {
    name: 'rapport-squeeze',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/.*\.ts$/.test(id) || !/(html|css|svg)`/.test(code)) return null;
      return { code: squeezed(code), map: null };
    },
  };
}

export function squeezed(code) {
  const edits = [];
  const visit = node => {
    if (
      ts.isTaggedTemplateExpression(node) &&
      ts.isIdentifier(node.tag) &&
      ['html', 'svg', 'css'].includes(node.tag.text)
    ) {
      const { template } = node;
      const parts = ts.isNoSubstitutionTemplateLiteral(template)
        ? [template]
        : [template.head, ...template.templateSpans.map(span => span.literal)];
      for (const part of parts) {
        const start = part.getStart();
        const text = code.slice(start, part.end);
        edits.push([start, part.end, node.tag.text === 'css' ? tightStyles(text) : text.replace(/\s*\n\s*/g, '\n')]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('module.ts', code, ts.ScriptTarget.ESNext, true));
  for (const [start, end, text] of edits.sort((a, b) => b[0] - a[0]))
    code = code.slice(0, start) + text + code.slice(end);
  return code;
}

const tightStyles = text =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}');
