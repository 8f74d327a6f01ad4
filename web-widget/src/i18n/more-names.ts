import { msg } from '@lit/localize';
import type { FollowLevel, ReactionKind } from '../api/schema.ts';

/** Words for the names that the server uses, as far as the first posts can do without them. */

export function reactionName(kind: ReactionKind): string {
  switch (kind) {
    case 'agree':
      return msg('Agree');
    case 'thanks':
      return msg('Thanks');
    case 'celebrate':
      return msg('Celebrate');
    case 'insightful':
      return msg('Insightful');
    case 'sad':
      return msg('Sad');
    case 'question':
      return msg('I have a question', { desc: 'a reaction' });
    default:
      return kind; // one of the company's own
  }
}

/** A standard field in the reader's language; one of the company's own as the CRM spells it. */
export function fieldName(field: string): string {
  switch (field) {
    case 'stage':
      return msg('Stage');
    case 'amount':
      return msg('Amount');
    case 'closeOn':
      return msg('Close date');
    case 'owner':
      return msg('Owner');
    case 'account':
      return msg('Account');
    case 'name':
      return msg('Name');
    case 'type':
      return msg('Type');
    case 'industry':
      return msg('Industry');
    case 'phone':
      return msg('Phone');
    case 'email':
      return msg('E-mail');
    case 'website':
      return msg('Website');
    case 'title':
      return msg('Job title');
    case 'city':
      return msg('City');
    case 'country':
      return msg('Country');
    case 'probability':
      return msg('Probability');
    case 'company':
      return msg('Company');
    case 'archived':
      return msg('Archived');
    case 'won':
      return msg('Won');
    case 'closed':
      return msg('Closed');
    default:
      return field.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, first => first.toUpperCase());
  }
}

export function followName(level: FollowLevel): string {
  switch (level) {
    case 'everything':
      return msg('Everything');
    case 'people':
      return msg('People’s posts');
    case 'mentions':
      return msg('Mentions only');
    case 'muted':
      return msg('Muted');
  }
}
