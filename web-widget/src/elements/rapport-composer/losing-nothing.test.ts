import { afterEach, describe, expect, it, vi } from 'vitest';
import { acme, PreviewStage } from '../../../preview/states.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { File_ } from '../../api/schema.ts';
import { Drafts } from '../../feed/drafts.ts';
import type { Sent, Writing } from '../../feed/events.ts';
import './rapport-composer.ts';
import type { RapportComposer } from './rapport-composer.ts';

const opened: Writing & { mode: 'edit' } = {
  mode: 'edit',
  item: 'post',
  id: '5',
  postId: '5',
  subjectId: acme.id,
  version: 3,
  kind: 'update',
  body: 'Before Easter.',
};
const label: File_ = {
  id: '40',
  name: 'label.png',
  mediaType: 'image/png',
  size: 9,
  createdAt: '2026-11-20T10:00:00Z',
};

async function shown(more: Partial<RapportComposer> = {}, other: PreviewStage['other'] = {}) {
  const stage = new PreviewStage();
  stage.other = other;
  document.body.append(stage);
  const composer = document.createElement('rapport-composer');
  Object.assign(composer, { writing: opened, ...more });
  stage.append(composer);
  await composer.updateComplete;
  const field = composer.renderRoot.querySelector('textarea')!;
  const sent: Sent[] = [];
  composer.addEventListener('rapport-send', event => sent.push((event as CustomEvent<Sent>).detail));
  const button = (name: string) =>
    [...composer.renderRoot.querySelectorAll('button')].find(each => each.textContent?.trim() === name);
  const type = async (text: string) => {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    document.execCommand('insertText', false, text);
    await composer.updateComplete;
  };
  const press = async (name: string) => {
    await composer.updateComplete;
    button(name)!.click();
    await composer.updateComplete;
  };
  return { composer, field, sent, button, type, press, text: () => composer.renderRoot.textContent ?? '' };
}
const memory = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  } as unknown as Storage;
};
afterEach(() => document.body.replaceChildren());

describe('a text that was changed elsewhere while it is being changed here', () => {
  it('stays open, with the other text beside it, and is not sent before one of the two was chosen', async () => {
    const { composer, field, sent, type, press, text } = await shown();
    await type(' Call Ann.');
    composer.newest = { version: 4, body: 'In week 12.' };
    await composer.updateComplete;
    expect(field.value).toBe('Before Easter. Call Ann.');
    expect(composer.renderRoot.querySelector('[role=alert]')!.textContent).toContain('It was changed meanwhile');
    expect(text()).toContain('In week 12.');
    await press('Save');
    expect(sent).toEqual([]);
    expect(composer.renderRoot.querySelector('.hint')!.textContent).toContain('say which text stays');
  });

  it('is sent again with the new version when one’s own is to stay after a refusal', async () => {
    const { composer, sent, type, press, button } = await shown();
    await type(' Call Ann.');
    await press('Save');
    expect(sent[0]!.writing).toMatchObject({ version: 3 });
    composer.newest = { version: 4, body: 'In week 12.' };
    sent[0]!.settle(new ApiProblem({ status: 412, type: '/problems/version-mismatch', detail: 'It is at version 4.' }));
    await composer.updateComplete;
    await press('Keep mine');
    expect(sent[1]).toMatchObject({ body: 'Before Easter. Call Ann.', writing: { version: 4 } });
    expect(button('Keep mine')).toBeUndefined();
  });

  it('waits for the writer when one’s own is to stay and nothing was refused yet', async () => {
    const { composer, sent, type, press } = await shown();
    await type(' Call Ann.');
    composer.newest = { version: 4, body: 'In week 12.' };
    await composer.updateComplete;
    await press('Keep mine');
    expect(sent).toEqual([]);
    await press('Save');
    expect(sent[0]).toMatchObject({ body: 'Before Easter. Call Ann.', writing: { version: 4 } });
  });

  it('makes way for the other one, and can be had back', async () => {
    const { composer, field, sent, type, press, text } = await shown();
    await type(' Call Ann.');
    composer.newest = { version: 4, body: 'In week 12.', files: [label] };
    await composer.updateComplete;
    await press('Take theirs');
    expect(field.value).toBe('In week 12.');
    expect(text()).toContain('Your own text is set aside.');
    await press('Put it back');
    expect(field.value).toBe('Before Easter. Call Ann.');
    // It still doesn't know what the other one says.
    expect(text()).toContain('It was changed meanwhile');
    await press('Take theirs');
    await press('Save');
    expect(sent[0]).toMatchObject({ body: 'In week 12.', writing: { version: 4 } });
  });

  it('asks nothing where the other version says the same', async () => {
    const { composer, sent, type, press, text } = await shown();
    await type(' Call Ann.');
    composer.newest = { version: 4, body: 'Before Easter.' };
    await composer.updateComplete;
    expect(text()).not.toContain('It was changed meanwhile');
    await press('Save');
    expect(sent[0]!.writing).toMatchObject({ version: 4 });
  });

  it('says nothing of one’s own change that comes back before its answer', async () => {
    const { composer, type, press, text } = await shown();
    await type(' Call Ann.');
    await press('Save');
    composer.newest = { version: 4, body: 'Before Easter. Call Ann.' };
    await composer.updateComplete;
    expect(text()).not.toContain('It was changed meanwhile');
  });

  it('is compared with what it was written for, when it comes back as a draft later', async () => {
    const drafts = new Drafts('test', memory());
    drafts.save('edit post 5', { body: 'Before Easter. Call Ann.', extra: { version: 2 } });
    const { field, text } = await shown({}, { drafts });
    expect(field.value).toBe('Before Easter. Call Ann.');
    expect(text()).toContain('It was changed meanwhile');
    expect(text()).toContain('Before Easter.');
  });
});

describe('changing what goes along with a text', () => {
  it('sends all files that it is to have, and nothing of them where they stay', async () => {
    const { composer, sent, type, press } = await shown({ writing: { ...opened, files: [label] } });
    const uploads = await vi.waitFor(() => {
      const found = composer.renderRoot.querySelector('rapport-uploads');
      expect(found?.shadowRoot?.querySelector('li')).toBeTruthy();
      return found!;
    });
    await type(' Call Ann.');
    await press('Save');
    expect(sent[0]!.more).toEqual({});
    sent[0]!.settle(new ApiProblem({ status: 429 }));
    await composer.updateComplete;
    uploads.renderRoot.querySelector<HTMLButtonElement>('[aria-label="Remove label.png"]')!.click();
    await press('Save');
    expect(sent[1]!.more).toEqual({ fileIds: [] });
  });

  it('changes until when an announcement stands on top', async () => {
    const announcement = {
      ...opened,
      kind: 'announcement' as const,
      title: 'Closed',
      expiresAt: '2031-05-01T10:00:00Z',
    };
    const { composer, sent, press } = await shown({ writing: announcement });
    const until = await vi.waitFor(() => {
      const found = composer.renderRoot
        .querySelector('rapport-kind-fields')
        ?.shadowRoot?.querySelector<HTMLInputElement>('#expiresAt');
      expect(found).toBeTruthy();
      return found!;
    });
    until.value = '2031-06-01T10:00';
    until.dispatchEvent(new Event('change'));
    await composer.updateComplete;
    await press('Save');
    expect(sent[0]!.more).toEqual({ announcement: { expiresAt: new Date('2031-06-01T10:00').toISOString() } });
  });
});

describe('the key under which a text is sent', () => {
  const later = { mode: 'post', subject: acme } as const;

  it('stays while no answer came, so that nothing is written twice', async () => {
    const { sent, type, press } = await shown({ writing: later });
    await type('hello');
    await press('Post');
    sent[0]!.settle(new ApiProblem({ status: 0 }));
    await press('Post');
    expect(sent[1]!.key).toBe(sent[0]!.key);
  });

  it('is another one after a refusal, a change, or when it was taken', async () => {
    const { composer, sent, type, press } = await shown({ writing: later });
    await type('hello');
    await press('Post');
    sent[0]!.settle(new ApiProblem({ status: 400, detail: 'no' }));
    await press('Post');
    sent[1]!.settle(new ApiProblem({ status: 0 }));
    await type(' Ann');
    await press('Post');
    sent[2]!.settle();
    await composer.updateComplete;
    await type('hello');
    await press('Post');
    expect(new Set(sent.map(each => each.key)).size).toBe(4);
  });

  it('comes back with a text that was not taken, as long as that stays as it was', async () => {
    const { composer, field, sent, type, press } = await shown({ writing: later });
    composer.takeBack(
      { body: 'hello', kind: 'note', title: 'Call', extra: { files: [label] }, savedAt: '2026-11-20T10:00:00Z' },
      'k1',
    );
    await composer.updateComplete;
    expect(field.value).toBe('hello');
    await press('Post');
    expect(sent[0]).toMatchObject({ key: 'k1', kind: 'note', title: 'Call', body: 'hello', more: { fileIds: ['40'] } });
    sent[0]!.settle(new ApiProblem({ status: 0 }));
    await type('!');
    await press('Post');
    expect(sent[1]!.key).not.toBe('k1');
  });

  it('is a new one where something else was being written meanwhile, and both texts stay', async () => {
    const { composer, field, sent, type, press } = await shown({ writing: later });
    await type('another');
    composer.takeBack({ body: 'hello', kind: 'update', savedAt: '2026-11-20T10:00:00Z' }, 'k1');
    await composer.updateComplete;
    expect(field.value).toBe('hello\n\nanother');
    await press('Post');
    expect(sent[0]!.key).not.toBe('k1');
  });
});

describe('a composer that is opened for something', () => {
  const writing = { mode: 'post', subject: acme } as const;
  const titleOf = (composer: RapportComposer) => composer.renderRoot.querySelector<HTMLInputElement>('.title')?.value;

  it('has the kind and the title at once', async () => {
    const { composer, sent, press } = await shown({
      writing,
      opening: { kind: 'question', title: 'Who knows the buyer?' },
    });
    expect(titleOf(composer)).toBe('Who knows the buyer?');
    await press('Ask');
    expect(sent[0]).toMatchObject({ kind: 'question', title: 'Who knows the buyer?' });
  });

  it('keeps every word of the draft that was there', async () => {
    const drafts = new Drafts('test', memory());
    drafts.save('post 100', { body: 'Details', title: 'Phase monitor', kind: 'note' });
    const { composer, field } = await shown(
      { writing, opening: { kind: 'question', title: 'Who knows the buyer?' } },
      { drafts },
    );
    expect(titleOf(composer)).toBe('Who knows the buyer?');
    expect(field.value).toBe('Phase monitor\n\nDetails');
  });

  it('puts into the text what is too long for a title', async () => {
    const words = 'why '.repeat(50).trim();
    const { composer, field } = await shown({ writing, opening: { kind: 'question', title: words } });
    expect(titleOf(composer)).toBe('');
    expect(field.value).toBe(words);
  });

  it('is not opened anew when its surroundings say the same again', async () => {
    const { composer } = await shown({ writing, opening: { kind: 'question', title: 'Who knows the buyer?' } });
    const title = composer.renderRoot.querySelector<HTMLInputElement>('.title')!;
    title.value = 'Who knows the buyer of Acme?';
    title.dispatchEvent(new InputEvent('input'));
    composer.opening = { kind: 'question', title: 'Who knows the buyer?' };
    await composer.updateComplete;
    expect(titleOf(composer)).toBe('Who knows the buyer of Acme?');
  });
});

describe('older texts of other devices', () => {
  it('can be had back, and the one at hand is kept', async () => {
    const kept = {
      place: 'subject:100',
      body: 'Draft here',
      version: 'v1',
      updatedAt: '2026-11-20T10:00:00Z',
      savedAt: '2026-11-20T10:00:00Z',
      versions: 1,
      conflict: false,
    };
    const { composer, field, press, text } = await shown(
      { writing: { mode: 'post', subject: acme } },
      { services: { readDraft: () => Promise.resolve(kept) } },
    );
    await vi.waitFor(() => expect(text()).toContain('1 older version'));
    expect(field.value).toBe('Draft here');
    await press('1 older version');
    const dialog = await vi.waitFor(() => {
      const found = composer.renderRoot.querySelector('rapport-versions')?.shadowRoot;
      expect(found?.querySelector('pre')?.textContent).toBe('They want it before Easter.');
      return found!;
    });
    [...dialog.querySelectorAll('button')].find(each => each.textContent?.includes('Use this text'))!.click();
    await vi.waitFor(() => expect(field.value).toBe('They want it before Easter.'));
    await press('Put it back');
    expect(field.value).toBe('Draft here');
  });
});

describe('what the server allows', () => {
  it('bounds what is typed', async () => {
    const { composer, sent, type, press, text } = await shown(
      { writing: { mode: 'post', subject: acme } },
      { settings: { limits: { body: 5, titleMin: 3 } } },
    );
    await type('hello!');
    expect(text()).toContain('1 characters too many');
    await press('Post');
    expect(sent).toEqual([]);
    composer.opening = { kind: 'question', title: 'Who' };
    await composer.updateComplete;
    expect(composer.renderRoot.querySelector('#title-help')).toBeNull();
  });

  it('holds back more files than one text may have', async () => {
    const files = [label, { ...label, id: '41' }];
    const { sent, type, press, text } = await shown(
      { writing: { ...opened, files } },
      { settings: { limits: { files: 1 } } },
    );
    await type('!');
    await press('Save');
    expect(sent).toEqual([]);
    expect(text()).toContain('At most 1 files.');
  });
});

describe('a picture that goes along', () => {
  it('stands in the text where the caret is', async () => {
    const { composer, field, sent, type, press } = await shown({
      writing: { ...opened, files: [{ ...label, description: 'The label' }] },
    });
    const uploads = await vi.waitFor(() => {
      const found = composer.renderRoot.querySelector('rapport-uploads');
      expect(found?.shadowRoot?.querySelector('li')).toBeTruthy();
      return found!;
    });
    await type('');
    uploads.renderRoot.querySelector<HTMLButtonElement>('[aria-label="Put label.png into the text"]')!.click();
    await composer.updateComplete;
    expect(field.value).toBe('Before Easter.\n![The label](file:40)\n');
    await press('Save');
    expect(sent[0]!.body).toBe('Before Easter.\n![The label](file:40)');
  });
});
