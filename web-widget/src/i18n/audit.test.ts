import { afterEach, describe, expect, it } from 'vitest';
import { speak } from './language.ts';
import { auditActionName, auditText } from './audit.ts';
import type { AuditEntry } from '../api/schema.ts';

const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  id: '1',
  at: '2026-11-23T09:15:00Z',
  actor: { id: '1', name: 'Ann', active: true },
  action: 'role-changed',
  item: 'member:7',
  ...more,
});

afterEach(() => speak('en'));

describe('a line of the audit log', () => {
  it('says who got, lost or changed a role', () => {
    expect(auditText(entry({ details: 'member -> admin' }), 'Ben')).toBe('gave Ben the role Admin');
    expect(auditText(entry({ details: 'moderator -> member' }), 'Ben')).toBe('took the role Moderator from Ben');
    expect(auditText(entry({ details: 'moderator -> admin' }), 'Ben')).toBe(
      'changed the role of Ben from Moderator to Admin',
    );
    expect(auditText(entry({}), 'Ben')).toBe('changed the role of Ben');
  });

  it('says it in French', async () => {
    await speak('fr');
    expect(auditText(entry({ details: 'member -> moderator' }), 'Ben')).toBe('a donné à Ben le rôle Modération');
    expect(auditText(entry({ action: 'comment-removed', item: 'comment:3' }), '')).toBe('a retiré un commentaire');
  });

  it('calls what has no words yet as the log does', () => {
    expect(auditActionName('secret-sealed')).toBe('Secret sealed');
    expect(auditText(entry({ action: 'secret-sealed', item: 'connection:acme', details: 'key 2' }), '')).toBe(
      'Secret sealed · connection:acme · key 2',
    );
  });
});
