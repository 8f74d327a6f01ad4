/** What was typed and not yet sent, on this device: one draft per place, one per thread. */
export interface Draft {
  body: string;
  title?: string;
  kind?: string;
  /** What goes along with the words: the options of a poll, files that are there already. */
  extra?: Record<string, unknown>;
  savedAt: string;
}

/** Storage may be missing (a frame without an origin of its own) or full; typing goes on without it. */
export class Drafts {
  readonly #prefix: string;

  constructor(
    scope: string,
    private readonly storage: Storage | null | undefined = ownStorage(),
  ) {
    this.#prefix = `rapport.draft ${scope} `;
  }

  read(place: string): Draft | undefined {
    try {
      const text = this.storage?.getItem(this.#prefix + place);
      return text ? (JSON.parse(text) as Draft) : undefined;
    } catch {
      return undefined;
    }
  }

  save(place: string, draft: Omit<Draft, 'savedAt'>): void {
    if (!draft.body.trim() && !draft.title?.trim() && !draft.extra) return this.discard(place);
    this.#write(place, { ...draft, savedAt: new Date().toISOString() });
  }

  discard(place: string): void {
    try {
      this.storage?.removeItem(this.#prefix + place);
    } catch {
      // Nothing was kept.
    }
  }

  /** On its way to the server: out of the composer, but kept until the server has said yes. */
  hold(place: string, key: string): void {
    const draft = this.read(place);
    if (!draft) return;
    this.#write(`unsent ${key} ${place}`, draft);
    this.discard(place);
  }

  release(place: string, key: string): void {
    this.discard(`unsent ${key} ${place}`);
  }

  /** After a tab was closed in the middle of sending, its text stands in the composer again. */
  recover(): void {
    for (const place of this.places()) {
      const held = /^unsent \S+ (.*)$/s.exec(place);
      const draft = held && this.read(place);
      if (!held || !draft) continue;
      // A fresh one may be on its way in another tab.
      if (Date.now() - Date.parse(draft.savedAt) < 60_000) continue;
      const present = this.read(held[1]!);
      this.save(held[1]!, present ? { ...present, body: `${present.body}\n\n${draft.body}` } : draft);
      this.discard(place);
    }
  }

  places(): string[] {
    try {
      const keys = Object.keys(this.storage ?? {});
      return keys.filter(key => key.startsWith(this.#prefix)).map(key => key.slice(this.#prefix.length));
    } catch {
      return [];
    }
  }

  #write(place: string, draft: Draft) {
    try {
      this.storage?.setItem(this.#prefix + place, JSON.stringify(draft));
    } catch {
      // Full; what is in the field stays in the field.
    }
  }
}

function ownStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
