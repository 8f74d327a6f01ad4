import { configureLocalization } from '@lit/localize';
import { sourceLocale, targetLocales } from '../generated/locale-codes.ts';

export type Language = 'en' | 'fr';
export const languages: Language[] = ['en', 'fr'];

const { getLocale, setLocale } = configureLocalization({
  sourceLocale,
  targetLocales,
  loadLocale: () => import('./fr.ts'),
});

/** Whether the page shows more than the first posts by now. */
let further = false;

export const currentLanguage = () => getLocale() as Language;

/** Takes the first part of a tag: fr-CA reads French. What we don't speak reads English. */
export function languageOf(tag: string | null | undefined): Language {
  const language = tag?.toLowerCase().split('-')[0];
  return languages.find(known => known === language) ?? 'en';
}

/** Loads the strings first; a failed load keeps what is shown rather than stopping the screen. */
export async function speak(tag: string | null | undefined): Promise<void> {
  const language = languageOf(tag);
  if (language === getLocale()) return;
  try {
    await setLocale(language);
  } catch {
    // Offline before the chunk was ever fetched.
  }
  if (further) await speakFurther();
}

/** Loads what the first posts did without; of a language that comes later, as it comes. */
export async function speakFurther(): Promise<void> {
  further = true;
  if (getLocale() !== 'fr') return;
  try {
    const [{ templates }, rest] = await Promise.all([import('./fr.ts'), import('./fr-rest.ts')]);
    Object.assign(templates, rest.templates);
    await setLocale('fr');
  } catch {
    // Out of reach: those few words stay English until the next time.
  }
}
