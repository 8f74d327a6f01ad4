import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { problemOf, type ApiProblem } from '../../api/problem.ts';
import { base } from '../../design/base.ts';
import { dialogStyles, open } from '../../design/dialog.ts';
import { glyph, X } from '../../design/icons.ts';
import { problemText } from '../../i18n/names.ts';
import type { Choice, RapportPicker } from '../rapport-picker/rapport-picker.ts';
import '../rapport-picker/rapport-picker.ts';

export interface GivenTopic {
  id: string;
  name: string;
}

/** How topics are looked for, given and taken. */
export interface TopicDeeds {
  find: (query: string) => Promise<(GivenTopic & { postCount?: number })[]>;
  give: (name: string) => Promise<GivenTopic>;
  take: (topic: GivenTopic) => Promise<unknown>;
}

/** What a post is about, beside the topics in its words: each change counts at once. */
@customElement('rapport-topics')
@localized()
export class RapportTopics extends LitElement {
  @property({ attribute: false }) given: GivenTopic[] = [];
  /** Those that stand in its words: only its author takes them out there. */
  @property({ attribute: false }) written: string[] = [];
  @property({ attribute: false }) deeds?: TopicDeeds;
  @state() private busy = false;
  @state() private problem?: ApiProblem | undefined;
  @state() private said = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('rapport-picker') private picker!: RapportPicker;

  static override styles = [
    base,
    dialogStyles,
    css`
      /* Room for the list of what is found. */
      .in {
        min-height: min(420px, 70vh);
        align-content: start;
      }
      ul {
        list-style: none;
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      li {
        display: inline-flex;
        align-items: center;
        min-height: 32px;
        padding-inline: 10px;
        border: 1px solid var(--r-line);
        border-radius: 99px;
        font-size: var(--r-sm);
        overflow-wrap: anywhere;
      }
      li button {
        margin-inline-end: -8px;
      }
    `,
  ];

  override render() {
    const { given, problem } = this;
    const written = new Set(this.written.map(name => name.toLowerCase()));
    return html`<dialog aria-labelledby="heading" @keydown=${(event: Event) => event.stopPropagation()}>
      <div class="in">
        <h2 id="heading">${msg('Topics of this post')}</h2>
        ${
          given.length === 0
            ? html`<p class="muted">${msg('None yet.')}</p>`
            : html`<ul aria-label=${msg('Topics')}>
                ${given.map(topic => this.#chip(topic, written.has(topic.name.toLowerCase())))}
              </ul>`
        }
        <rapport-picker
          label=${msg('Add a topic')}
          placeholder=${msg('A word without spaces')}
          .find=${this.#find}
          @rapport-pick=${this.#picked}
        ></rapport-picker>
        ${written.size > 0 ? html`<p class="small muted">${msg('Topics in the text stay as long as they stand there.')}</p>` : nothing}
        ${problem ? html`<p class="wrong" role="alert">${problemText(problem)}</p>` : nothing}
        <span class="unseen" role="status">${this.said}</span>
        <div class="end">
          <button type="button" class="outline" @click=${() => this.dialog.close()}>${msg('Close')}</button>
        </div>
      </div>
    </dialog>`;
  }

  #chip(topic: GivenTopic, written: boolean) {
    const name = msg(str`Remove #${topic.name}`);
    return html`<li>
      #${topic.name}
      ${
        written
          ? nothing
          : html`<button
              type="button"
              class="icon quiet"
              aria-label=${name}
              title=${name}
              @click=${() => void this.#take(topic)}
            >
              ${glyph(X)}
            </button>`
      }
    </li>`;
  }

  /** What is known by that name, and the name itself if it is a new one. */
  #find = async (query: string): Promise<Choice[]> => {
    const word = query.replace(/^#/, '').trim();
    const found = (await this.deeds?.find(word)) ?? [];
    const has = new Set(this.given.map(topic => topic.id));
    const choices: Choice[] = found
      .filter(topic => !has.has(topic.id))
      .map(({ id, name }) => ({ id, name: `#${name}`, kind: 'topic' }));
    const known = [...found, ...this.given].some(topic => topic.name.toLowerCase() === word.toLowerCase());
    if (word && !known && !/\s/.test(word)) choices.push({ id: '', name: `#${word}`, note: msg('new'), kind: 'topic' });
    return choices;
  };

  #picked = (event: CustomEvent<Choice>) => {
    event.stopPropagation();
    const name = event.detail.name.slice(1);
    void this.#do(async () => {
      const topic = await this.deeds!.give(name);
      if (!this.given.some(each => each.id === topic.id)) this.given = [...this.given, topic];
      this.said = msg(str`#${topic.name} is added.`);
    });
  };

  #take(topic: GivenTopic) {
    return this.#do(async () => {
      await this.deeds!.take(topic);
      this.given = this.given.filter(each => each.id !== topic.id);
      this.said = msg(str`#${topic.name} is removed.`);
    });
  }

  async #do(deed: () => Promise<void>) {
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      await deed();
    } catch (failure) {
      this.problem = problemOf(failure);
    } finally {
      this.busy = false;
      // What was pressed may be gone.
      this.picker.focus();
    }
  }
}

/** @returns the topics as they are when it is closed */
export async function changeTopics(
  root: HTMLElement | DocumentFragment,
  given: GivenTopic[],
  written: string[],
  deeds: TopicDeeds,
): Promise<GivenTopic[]> {
  const element = document.createElement('rapport-topics');
  Object.assign(element, { given, written, deeds });
  const dialog = await open(root, element);
  await new Promise(closed => dialog.addEventListener('close', closed, { once: true }));
  return element.given;
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-topics': RapportTopics;
  }
}
