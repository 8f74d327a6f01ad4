import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SimilarQuestion } from '../../api/questions.ts';
import type { MemberSummary } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { BellRing, glyph, Lock } from '../../design/icons.ts';
import { consume } from '../../feed/context.ts';
import { limitOf } from '../../feed/limits.ts';
import { link, surfaceContext, type Surface } from '../../feed/surface.ts';
import { listOf, number, plural } from '../../i18n/format.ts';

const WAIT = 600;
const MANY = 20;
const GROUP = /\]\(space:\d+\)|(?:^|[\s(])@(?:owner|account-team)\b/;
const MEMBER = /\]\(member:\d+\)/g;

/** What a writer should know before sending: that it was asked before, and how many people will be told. */
@customElement('rapport-before')
@localized()
export class RapportBefore extends LitElement {
  @property() subjectId = '';
  /** The title of a question; empty for anything else. */
  @property() asked = '';
  @property() body = '';
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private similar: SimilarQuestion[] = [];
  @state() private notified?: number | undefined;
  @state() private cannotSee: MemberSummary[] = [];
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #turn = 0;

  static override styles = [
    base,
    css`
      .similar {
        display: grid;
        gap: 4px;
        padding: 8px 12px;
        border-radius: var(--r-radius);
        background: var(--r-question-soft);
        color: var(--r-on-question-soft);
        font-size: var(--r-sm);
      }
      .similar ul {
        list-style: none;
        display: grid;
        gap: 2px;
      }
      .similar a {
        color: inherit;
        display: inline-block;
        min-height: 24px;
        overflow-wrap: anywhere;
      }
      .told {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: var(--r-xs);
        color: var(--r-muted);
      }
      .told.locked {
        color: var(--r-warning);
      }
      .told svg.glyph {
        width: 14px;
        height: 14px;
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#timers.forEach(clearTimeout);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('asked') || changed.has('subjectId')) {
      if (this.asked.trim().length < limitOf(this.surface, 'titleMin')) this.similar = [];
      else this.#later('similar', () => this.#look());
    }
    if (changed.has('body') || changed.has('subjectId')) {
      // Whoever is named may not see it: that can change with the place, too.
      if (this.#members > 0 || GROUP.test(this.body)) this.#later('count', () => this.#count());
      else {
        clearTimeout(this.#timers.get('count'));
        this.notified = undefined;
        this.cannotSee = [];
      }
    }
  }

  get #members() {
    return this.body.match(MEMBER)?.length ?? 0;
  }

  #later(what: string, act: () => Promise<void>) {
    clearTimeout(this.#timers.get(what));
    this.#timers.set(
      what,
      setTimeout(() => void act(), WAIT),
    );
  }

  async #look() {
    const turn = ++this.#turn;
    try {
      const found = await (await this.surface?.services())?.findSimilarQuestions(this.asked.trim(), this.subjectId);
      if (turn === this.#turn) this.similar = found?.slice(0, 3) ?? [];
    } catch {
      // Asking goes on without.
    }
  }

  async #count() {
    const { body, subjectId } = this;
    try {
      const told = await (await this.surface?.services())?.previewMentions(subjectId, body);
      if (body !== this.body || subjectId !== this.subjectId) return;
      this.notified = told?.notified;
      this.cannotSee = told?.cannotSee ?? [];
    } catch {
      this.notified = undefined;
    }
  }

  override render() {
    const { cannotSee } = this;
    // A few names tell by themselves how many that is.
    const notified = GROUP.test(this.body) || this.#members > MANY ? this.notified : undefined;
    return html`${this.#found()}
      <div role="status">
        ${
          notified === undefined
            ? nothing
            : html`<p class="told">
                ${glyph(BellRing)}${plural(notified, {
                  one: msg(str`${number(notified)} person will be notified.`),
                  other: msg(str`${number(notified)} people will be notified.`),
                })}
              </p>`
        }
        ${
          cannotSee.length > 0
            ? html`<p class="told locked">
                ${glyph(Lock)}${msg(str`Can’t open this and won’t be notified: ${listOf(cannotSee.map(member => member.name))}`)}
              </p>`
            : nothing
        }
      </div>`;
  }

  #found() {
    const count = this.similar.length;
    const words = plural(count, {
      one: msg(str`${number(count)} similar question below`),
      other: msg(str`${number(count)} similar questions below`),
    });
    return html`<span class="unseen" role="status">${count > 0 ? words : ''}</span> ${
        count > 0
          ? html`<section class="similar" aria-label=${msg('Similar questions')}>
              <strong>${msg('Perhaps this was asked before')}</strong>
              <ul>
                ${this.similar.map(question => {
                  const title = question.title?.map(part => part.text).join('') ?? '';
                  const answers = question.commentCount;
                  return html`<li>
                    ${link(this.surface, { kind: 'post', id: question.id }, title, { className: '' })}
                    <span class="small"
                      >${question.state === 'answered' ? `${msg('Answered question')} · ` : ''}${plural(answers, {
                        one: msg(str`${number(answers)} comment`),
                        other: msg(str`${number(answers)} comments`),
                      })}</span
                    >
                  </li>`;
                })}
              </ul>
            </section>`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-before': RapportBefore;
  }
}
