import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { App } from '../app/context.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { base } from '../design/base.ts';
import { CircleAlert } from '../design/icons.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import { problemText } from '../i18n/names.ts';
import { listStyles, pageStyles } from './page.ts';

/** A part of a page that reads a list by itself, with the states that every such list has. */
export abstract class Panel<T> extends LitElement {
  @property({ attribute: false }) app?: App;
  @state() protected items?: T[] | undefined;
  @state() protected problem?: ApiProblem | undefined;
  @state() protected busy = false;
  #next: string | undefined;
  #begun = false;

  static override styles = [base, pageStyles, listStyles];

  protected abstract read(pageToken?: string): Promise<{ items: T[]; nextPageToken?: string }>;
  /** What to say when it can't be read. */
  protected abstract failure(): string;
  protected abstract list(items: T[]): unknown;

  protected override willUpdate() {
    if (!this.app || this.#begun) return;
    this.#begun = true;
    void this.load();
  }

  protected async load(more = false): Promise<void> {
    this.problem = undefined;
    this.busy = true;
    try {
      const page = await this.read(more ? this.#next : undefined);
      this.items = more ? [...(this.items ?? []), ...page.items] : page.items;
      this.#next = page.nextPageToken;
    } catch (failure) {
      this.problem = problemOf(failure);
    } finally {
      this.busy = false;
    }
  }

  /** Does something for the reader; a refusal is told, and the list read again. */
  protected async act<A>(work: () => Promise<A>, done?: (answer: A) => unknown): Promise<void> {
    try {
      const answer = await work();
      done?.(answer);
    } catch (failure) {
      this.app?.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
      void this.load();
    }
  }

  override render(): TemplateResult | typeof nothing {
    const { items, problem } = this;
    return html`${
      problem
        ? html`<rapport-notice
            tone="danger"
            .icon=${CircleAlert}
            heading=${this.failure()}
            text=${problemText(problem)}
            action=${msg('Retry')}
            @rapport-act=${() => void this.load()}
          ></rapport-notice>`
        : nothing
    }
    ${items ? this.list(items) : problem ? nothing : html`<div class="wait" aria-busy="true"></div>`}
    ${
      this.#next && !problem
        ? html`<div class="buttons">
            <button
              type="button"
              class="outline more"
              aria-disabled=${this.busy ? 'true' : 'false'}
              @click=${() => !this.busy && void this.load(true)}
            >
              ${msg('Load more')}
            </button>
          </div>`
        : nothing
    }`;
  }
}
