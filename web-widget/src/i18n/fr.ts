/** French, and what it takes to find a string in it: the English for which it stands is its key. */
export { templates } from '../generated/locales/fr.ts';
export { messageId } from './message-id.ts';
