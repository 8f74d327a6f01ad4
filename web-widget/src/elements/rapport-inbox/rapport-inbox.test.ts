import { afterEach, describe, expect, it } from 'vitest';
import type { Notification_ } from '../../api/schema.ts';
import { speak } from '../../i18n/language.ts';
import { notificationText } from './rapport-inbox.ts';

const told = (more: Partial<Notification_>): Notification_ => ({
  id: '1',
  kind: 'post',
  actor: { id: '2', name: 'Ben', active: true },
  subject: { id: '55', kind: 'space', name: 'Cold chain' },
  at: '2026-11-23T09:15:00Z',
  read: false,
  ...more,
});

afterEach(() => speak('en'));

describe('a notification', () => {
  it('says what became of a request to join, and who decided', () => {
    const membership = (kind: string) => notificationText(told({ kind: 'membership', reason: { kind } }));
    expect(membership('requested')).toBe('Ben asks to join Cold chain');
    expect(membership('accepted')).toBe('Ben let you into Cold chain');
    expect(membership('declined')).toBe('Ben declined your request to join Cold chain');
    expect(membership('role-changed')).toBe('Ben changed your role in Cold chain');
  });

  it('names the CRM where nobody is known to have done it', () => {
    const unknown = told({ kind: 'edit' });
    delete unknown.actor;
    expect(notificationText(unknown)).toBe('The CRM edited a post on Cold chain');
  });

  it('speaks French', async () => {
    await speak('fr');
    expect(notificationText(told({ kind: 'follow' }))).toBe('Ben vous suit');
  });
});

describe('a list of notifications', () => {
  it('leads to the place of one that stands on no post', async () => {
    const inbox = Object.assign(document.createElement('rapport-inbox'), {
      items: [told({ kind: 'membership', reason: { kind: 'invited' } })],
      surface: { hrefOf: ({ kind, id }: { kind: string; id: string }) => `/${kind}/${id}` },
    });
    document.body.append(inbox);
    await inbox.updateComplete;
    expect(inbox.renderRoot.querySelector('a')!.getAttribute('href')).toBe('/space/55');
    inbox.remove();
  });
});
