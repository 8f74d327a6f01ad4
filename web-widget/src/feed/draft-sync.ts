import type { Draft } from './drafts.ts';
import type { Writing } from './events.ts';
import type { Services } from './services.ts';
import type { DraftVersion } from '../api/schema.ts';

const SAVE_AFTER = 5_000;

/** The server's name for where a text is to stand. */
export function serverPlace(writing: Writing): string {
  switch (writing.mode) {
    case 'post':
      return `subject:${writing.subject.id}`;
    case 'comment':
      return `post:${writing.postId}`;
    case 'edit':
      return `edit:${writing.id}`;
  }
}

/**
 * Keeps a draft on the server, for the writer's other devices. Out of reach it does nothing: the device has the text, and the next key
 * tries again.
 */
export class DraftSync {
  #version: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: Omit<Draft, 'savedAt'> | undefined;
  #sent = '';
  #saving: Promise<void> = Promise.resolve();
  #over = false;
  /** Texts of other devices that lost against the one kept last. */
  versions = 0;

  /** @param offer told of a text that another device wrote later than this one */
  constructor(
    private readonly services: () => Promise<Services>,
    private readonly place: string,
    private readonly offer: (draft: Draft) => void,
  ) {}

  /** Looks for what another device left here. */
  async look(own: Draft | undefined): Promise<void> {
    try {
      const kept = await (await this.services()).readDraft(this.place);
      if (!kept) return;
      this.#version = kept.version;
      this.versions = kept.versions;
      const other = asDraft(kept);
      const newer = !own || Date.parse(kept.updatedAt) > Date.parse(own.savedAt) + 1_000;
      if (newer && !same(other, own) && !this.#over) this.offer(other);
    } catch {
      // Out of reach: the device has its own.
    }
  }

  later(draft: Omit<Draft, 'savedAt'>): void {
    this.#waiting = draft;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER);
  }

  flush(): Promise<void> {
    return (this.#saving = this.#saving.then(() => this.#save()));
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer);
    const draft = this.#waiting;
    this.#waiting = undefined;
    if (!draft || this.#over || JSON.stringify(draft) === this.#sent) return;
    try {
      const services = await this.services();
      const { body, title, kind, extra } = draft;
      if (!body.trim() && !title?.trim() && !extra) return void (await this.#remove(services));
      const kept = await services.keepDraft(this.place, {
        body,
        ...(title ? { title } : {}),
        ...(kind ? { kind } : {}),
        ...(extra ? { extra } : {}),
        updatedAt: new Date().toISOString(),
        ...(this.#version ? { basedOn: this.#version } : {}),
      });
      this.#version = kept.version;
      this.#sent = JSON.stringify(draft);
      if (kept.conflict && !same(asDraft(kept), draft)) this.offer(asDraft(kept));
    } catch {
      this.#sent = '';
    }
  }

  async readVersions(): Promise<Draft[]> {
    return (await (await this.services()).readDraftVersions(this.place)).map(asDraft);
  }

  /** It was sent, or is not wanted. */
  async drop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
    this.#over = true;
    await this.#saving; // what is on its way would lie there after the removal
    try {
      await this.#remove(await this.services());
    } catch {
      // It stays there until the next time.
    }
  }

  async #remove(services: Services) {
    if (!this.#version) return;
    this.#version = undefined;
    await services.dropDraft(this.place);
  }
}

const same = (one: Omit<Draft, 'savedAt'>, other: Omit<Draft, 'savedAt'> | undefined) =>
  one.body.trim() === other?.body.trim() && (one.title ?? '').trim() === (other.title ?? '').trim();

const asDraft = ({ body, title, kind, extra, updatedAt }: Omit<DraftVersion, 'keptAt'>): Draft => ({
  body: body ?? '',
  ...(title ? { title } : {}),
  ...(kind ? { kind } : {}),
  ...(extra ? { extra } : {}),
  savedAt: updatedAt,
});
