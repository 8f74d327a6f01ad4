import { afterEach, describe, expect, it, vi } from 'vitest';
import { claire, PreviewStage } from '../../../preview/states.ts';
import type { Extra } from '../rapport-composer/extra.ts';
import './rapport-kind-fields.ts';

const anna = (id: string, site: string) => ({ member: { id, name: 'Anna Weber', site, active: true }, canSee: true });

async function shown(kind: 'kudos' | 'poll' | 'announcement', other: PreviewStage['other'] = {}, more: object = {}) {
  const stage = new PreviewStage();
  stage.other = {
    services: {
      findMembers: () => Promise.resolve([anna('7', 'Hamburg'), anna('8', 'Lyon'), { member: claire, canSee: true }]),
    },
    ...other,
  };
  document.body.append(stage);
  const fields = document.createElement('rapport-kind-fields');
  Object.assign(fields, { kind, ...more });
  stage.append(fields);
  await fields.updateComplete;
  const told = vi.fn<(extra: Extra) => void>();
  fields.addEventListener('rapport-extra', event => told((event as CustomEvent<Extra>).detail));
  return { fields, told };
}
afterEach(() => document.body.replaceChildren());

describe('thanks', () => {
  it('tell two of the same name apart, and offer everybody but oneself', async () => {
    const { fields, told } = await shown('kudos');
    const picker = fields.renderRoot.querySelector('rapport-picker')!;
    const field = picker.shadowRoot!.querySelector('input')!;
    field.value = 'Anna';
    field.dispatchEvent(new InputEvent('input'));
    const options = await vi.waitFor(() => {
      const found = [...picker.shadowRoot!.querySelectorAll<HTMLElement>('[role=option]')];
      expect(found.map(each => each.textContent!.replace(/\s+/g, ' ').trim())).toEqual([
        expect.stringContaining('Anna Weber Hamburg'),
        expect.stringContaining('Anna Weber Lyon'),
      ]);
      return found;
    });
    options[1]!.click();
    await vi.waitFor(() =>
      expect(told).toHaveBeenCalledWith(
        expect.objectContaining({ thanked: [{ id: '8', name: 'Anna Weber' }], reason: 'helped' }),
      ),
    );
  });

  it('are for the reasons that the company set; one of its own stands under its own word', async () => {
    const { fields } = await shown('kudos', { settings: { kudosReasons: ['courage', 'helped'] } });
    const reasons = [...fields.renderRoot.querySelectorAll('option')].map(option => option.textContent!.trim());
    expect(reasons).toEqual(['courage', 'for the help']);
  });

  it('take no more colleagues than the server does', async () => {
    const thanked = [{ id: '7', name: 'Anna Weber' }];
    const { fields } = await shown('kudos', { settings: { limits: { kudosMembers: 1 } } }, { extra: { thanked } });
    expect(fields.renderRoot.querySelector('rapport-picker')).toBeNull();
  });
});

describe('a poll', () => {
  it('takes as many answers, and as long ones, as the server does', async () => {
    const { fields } = await shown('poll', { settings: { limits: { pollOptions: 2, pollOption: 30 } } });
    expect(fields.renderRoot.querySelector<HTMLInputElement>('.option input')!.maxLength).toBe(30);
    expect(fields.renderRoot.querySelector('.add')).toBeNull();
  });
});

describe('an announcement', () => {
  it('that stands already can end at another time, and asks for nothing new', async () => {
    const { fields } = await shown('announcement', {}, { changing: true });
    expect(fields.renderRoot.querySelector('#expiresAt')).not.toBeNull();
    expect(fields.renderRoot.querySelector('[type=checkbox]')).toBeNull();
  });
});
