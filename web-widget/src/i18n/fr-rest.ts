/** The French of what comes after the first posts, where that is kept apart from theirs. */
export { templates } from '../generated/locales/fr.ts?rest';
