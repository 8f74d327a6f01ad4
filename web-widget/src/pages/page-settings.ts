import { localized, msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { languageFor, type Settings } from '../app/settings.ts';
import { fields } from '../design/base.ts';
import { currentLanguage, type Language } from '../i18n/language.ts';
import './notification-choices.ts';
import { Page } from './page.ts';
import './password-form.ts';

@customElement('rapport-page-settings')
@localized()
export class RapportPageSettings extends Page {
  static override styles = [
    ...Page.styles,
    fields,
    css`
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        min-width: 0;
      }
      legend {
        padding: 0;
        font-size: var(--r-sm);
        font-weight: 600;
        margin-block-end: 6px;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .choices label,
      .check {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        padding: 6px 14px 6px 10px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius-control);
        font-weight: 400;
        margin: 0;
        cursor: pointer;
      }
      .choices label:has(:checked) {
        border-color: var(--r-accent);
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      input[type='radio'],
      input[type='checkbox'] {
        accent-color: var(--r-accent);
        width: 18px;
        height: 18px;
        flex: none;
      }
      .check {
        border: 0;
        padding-inline: 0;
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--r-accent);
        outline-offset: 2px;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 6px 16px;
        font-size: var(--r-sm);
        align-items: baseline;
      }
      kbd {
        padding: 1px 6px;
        border: 1px solid var(--r-line);
        border-radius: 4px;
        font-family: var(--r-mono);
        font-size: 0.85em;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const { app } = this;
    if (!app) return nothing;
    app.title(msg('Settings'));
    const { settings } = app;
    return html`<div class="column">
      <div class="head"><h1 tabindex="-1">${msg('Settings')}</h1></div>
      <section class="panel">
        <h2>${msg('Look')}</h2>
        ${this.#choice('language', msg('Language'), languageFor(settings, app.facts.member), [
          ['en', 'English'],
          ['fr', 'Français'],
        ])}
        ${this.#choice('theme', msg('Theme'), settings.theme, [
          ['auto', msg('As the system')],
          ['light', msg('Light')],
          ['dark', msg('Dark')],
        ])}
        ${this.#choice('density', msg('Density'), settings.density, [
          ['comfortable', msg('Comfortable')],
          ['compact', msg('Compact')],
        ])}
      </section>
      <section class="panel">
        <h2>${msg('Behaviour')}</h2>
        ${this.#check('automatic', msg('Load more posts while scrolling'), settings.automatic)}
        ${this.#check('shortcuts', msg('Single-key shortcuts'), settings.shortcuts)}
        ${this.#choice(
          'undoSeconds',
          msg('Time to undo'),
          String(settings.undoSeconds),
          [8, 15, 30].map(n => [String(n), msg(str`${n} seconds`)]),
        )}
      </section>
      ${
        app.facts.capabilities?.changePassword
          ? html`<section class="panel" id="password">
              <h2>${msg('Password')}</h2>
              <rapport-password-form .api=${app.api}></rapport-password-form>
            </section>`
          : nothing
      }
      <section class="panel">
        <h2>${msg('Notifications')}</h2>
        <rapport-notification-choices .app=${app}></rapport-notification-choices>
      </section>
      ${this.#keys()}
      <p class="small muted">${msg('Look and behaviour are chosen for this device; notifications for all of them.')}</p>
    </div>`;
  }

  #choice(name: keyof Settings, legend: string, value: string, choices: [string, string][]) {
    return html`<fieldset>
      <legend>${legend}</legend>
      <div class="choices">
        ${choices.map(
          ([id, label]) =>
            html`<label lang=${name === 'language' ? id : currentLanguage()}
              ><input
                type="radio"
                name=${name}
                value=${id}
                .checked=${id === value}
                @change=${() => this.#set(name, id)}
              />${label}</label
            >`,
        )}
      </div>
    </fieldset>`;
  }

  #check(name: 'automatic' | 'shortcuts', label: string, value: boolean) {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${value}
        @change=${(event: Event) => this.#set(name, (event.target as HTMLInputElement).checked)}
      />${label}</label
    >`;
  }

  #set(name: keyof Settings, value: string | boolean) {
    const app = this.app!;
    const changed = name === 'undoSeconds' ? Number(value) : value;
    app.change({ ...app.settings, [name]: changed } as Settings & { language: Language });
  }

  #keys() {
    const keys: [string, string][] = [
      ['j  k', msg('Next or previous post')],
      ['n', msg('Next unread post')],
      ['Enter  o', msg('Open the thread')],
      ['r', msg('Comment')],
      ['l  Shift+L', msg('Agree, or choose a reaction')],
      ['c', msg('Write a post')],
      ['e', msg('Edit what you wrote')],
      ['s', msg('Save or no longer save')],
      ['m', msg('Mute the thread')],
      ['u', msg('Mark as unread from here')],
      ['y', msg('Copy the link')],
      ['.', msg('Show new posts')],
      ['Alt+↑  Alt+↓', msg('Previous or next comment')],
      ['/  Ctrl+K', msg('Search')],
      ['g h  g c  g q', msg('Go to home, company, questions')],
      ['g s  g t  g b', msg('Go to spaces, topics, what you saved')],
      ['g n  g p', msg('Go to notifications, your profile')],
      ['Ctrl+Enter', msg('Send')],
      ['Ctrl+Z', msg('Take back the last send or delete')],
      ['Esc', msg('Close the innermost thing')],
    ];
    return html`<section class="panel" id="keys">
      <h2>${msg('Keyboard')}</h2>
      <dl>
        ${keys.map(
          ([key, what]) =>
            html`<dt>${key.split('  ').map(one => html`<kbd>${one}</kbd> `)}</dt>
              <dd>${what}</dd>`,
        )}
      </dl>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-settings': RapportPageSettings;
  }
}
