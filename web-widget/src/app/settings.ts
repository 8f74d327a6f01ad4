import { languageOf, type Language } from '../i18n/language.ts';

/** What a person chose on this device. */
export interface Settings {
  language?: Language;
  theme: 'auto' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  shortcuts: boolean;
  automatic: boolean;
  undoSeconds: number;
}

/** Where they are kept, for this tab and all others. */
export const KEY = 'rapport.settings';
const usual: Settings = { theme: 'auto', density: 'comfortable', shortcuts: true, automatic: true, undoSeconds: 8 };

export function readSettings(): Settings {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>) };
  } catch {
    return usual;
  }
}

export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // They hold until the page is left.
  }
}

/** The person's own choice, else what the company's directory says, else the browser's. */
export function languageFor(settings: Settings, member?: { language?: string }): Language {
  return settings.language ?? languageOf(member?.language ?? navigator.language);
}

export function applySettings(settings: Settings): void {
  const { dataset } = document.documentElement;
  dataset.theme = settings.theme;
  dataset.density = settings.density;
}
