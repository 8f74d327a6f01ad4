import { consume } from '../feed/context.ts';
import { localized, msg } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { QuestionState } from '../api/feeds.ts';
import type { Subject } from '../api/schema.ts';
import { surfaceContext, type Surface } from '../feed/surface.ts';
import { FeedOnPage, feedStyles } from './feed-on-page.ts';
import { listStyles, Page, tabStyles } from './page.ts';

const states: QuestionState[] = ['unanswered', 'mine', 'followed', 'all'];

function stateName(state: QuestionState): string {
  switch (state) {
    case 'unanswered':
      return msg('Unanswered');
    case 'mine':
      return msg('Mine', { id: 'questions-mine', desc: 'one’s own questions' });
    case 'followed':
      return msg('Followed');
    case 'all':
      return msg('All');
  }
}

/** Questions: those that wait, the longest first; one's own; those one follows; all. */
@customElement('rapport-page-questions')
@localized()
export class RapportPageQuestions extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  readonly feed = new FeedOnPage(this);

  static override styles = [
    ...Page.styles,
    listStyles,
    tabStyles,
    feedStyles,
    css`
      .about {
        padding-inline: 4px;
        font-size: var(--r-sm);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(msg('Questions'));
    if (!changed.has('app') || app.route.page !== 'questions') return;
    this.feed.open({
      path: app.route.path,
      place: { kind: 'questions', state: this.#state },
      opening: { kind: 'question' },
      writing: app.route.hash === 'compose',
      subject: (): Subject => ({ id: app.facts.member.id, kind: 'member', name: app.facts.member.name }),
    });
  }

  get #state(): QuestionState {
    const asked = this.app?.route.query.get('state');
    return states.find(each => each === asked) ?? 'unanswered';
  }

  override render() {
    const { app } = this;
    if (!app) return nothing;
    const here = this.#state;
    return html`<div class="column">
      <div class="head"><h1 tabindex="-1">${msg('Questions')}</h1></div>
      ${this.tabs(
        msg('Which questions'),
        states.map(each => ({
          path: each === 'unanswered' ? 'questions' : `questions?state=${each}`,
          name: stateName(each),
          here: each === here,
        })),
      )}
      ${this.feed.writeHere()}
      ${here === 'unanswered' ? html`<p class="about muted">${msg('The one that has waited longest stands first.')}</p>` : nothing}
      ${here === 'unanswered' ? nothing : this.feed.bar([])}
      ${this.feed.posts({ label: msg('Questions'), empty: this.#empty(here) })}
    </div>`;
  }

  #empty(here: QuestionState): string {
    switch (here) {
      case 'unanswered':
        return msg('Every question has its answer.');
      case 'mine':
        return msg('You have asked nothing yet. A question is asked on a record, in a space or on your profile.');
      case 'followed':
        return msg('You follow no questions yet. Those you comment on come here too.');
      case 'all':
        return msg('Nobody has asked anything yet.');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-questions': RapportPageQuestions;
  }
}
