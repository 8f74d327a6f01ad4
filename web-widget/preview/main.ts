import { configureLocalization } from '@lit/localize';
import { render } from 'lit';
import { fitted, states } from './states.ts';
import { speak } from '../src/i18n/language.ts';

/** Choices in the address: ?language=fr&theme=dark&width=narrow&state=post. */
const query = new URLSearchParams(location.search);
const language = query.get('language') ?? 'en';
document.documentElement.dataset.theme = query.get('theme') ?? 'auto';
document.documentElement.lang = language;

if (language === 'pseudo') await speakPseudo();
else await speak(language);

const shown = states().filter(({ name }) => name.includes(query.get('state') ?? ''));
render(fitted(shown, query.get('width') === 'narrow' ? 'narrow' : 'wide', query), document.body);

/** French loaded first, since it is a list of all there is to say; then the same list in stretched English. */
async function speakPseudo() {
  const [{ templates }, { pseudoTemplates }] = await Promise.all([
    import('../src/generated/locales/fr.ts'),
    import('../src/i18n/pseudo.ts'),
  ]);
  const stretched = pseudoTemplates(templates as unknown as Parameters<typeof pseudoTemplates>[0]);
  const { setLocale } = configureLocalization({
    sourceLocale: 'en',
    targetLocales: ['pseudo'],
    loadLocale: () => Promise.resolve({ templates: stretched as never }),
  });
  await setLocale('pseudo');
}
