import { msg } from '@lit/localize';
import type { PostKind } from '../api/schema.ts';

export const postKinds: PostKind[] = [
  'update',
  'question',
  'note',
  'poll',
  'kudos',
  'announcement',
  'link',
  'file',
  'share',
  'change-story',
];

export function postKindName(kind: PostKind): string {
  switch (kind) {
    case 'update':
      return msg('Update', { id: 'kind-update', desc: 'a kind of post' });
    case 'question':
      return msg('Question');
    case 'note':
      return msg('Note');
    case 'poll':
      return msg('Poll', { id: 'kind-poll', desc: 'a kind of post' });
    case 'kudos':
      return msg('Thanks', { id: 'kudos', desc: 'kind of post that thanks colleagues' });
    case 'announcement':
      return msg('Announcement', { id: 'kind-announcement', desc: 'a kind of post' });
    case 'link':
      return msg('Link', { id: 'kind-link', desc: 'a kind of post' });
    case 'file':
      return msg('File', { id: 'kind-file', desc: 'a kind of post' });
    case 'share':
      return msg('Shared post', { id: 'kind-share', desc: 'a kind of post' });
    case 'change-story':
      return msg('CRM change', { id: 'kind-change', desc: 'a kind of post' });
  }
}
