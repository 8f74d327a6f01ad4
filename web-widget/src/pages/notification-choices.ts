import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { changeNotificationChoices, readNotificationChoices } from '../api/notifications.ts';
import type { FollowLevel, NotificationChoices, NotificationKind } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { surfaceContext, type Surface, type Target } from '../feed/surface.ts';
import { followName } from '../i18n/more-names.ts';
import { Panel } from './panel.ts';

const kinds: NotificationKind[] = [
  'mention',
  'reply',
  'comment',
  'answer-accepted',
  'kudos',
  'reaction',
  'post',
  'edit',
  'announcement',
  'follow',
  'membership',
  'poll-ended',
];

function kindName(kind: NotificationKind): string {
  switch (kind) {
    case 'mention':
      return msg('Somebody names me');
    case 'reply':
      return msg('Somebody replies to me');
    case 'comment':
      return msg('Comments on my posts and where I took part');
    case 'answer-accepted':
      return msg('My answer is accepted');
    case 'kudos':
      return msg('Somebody thanks me');
    case 'reaction':
      return msg('Reactions to what I wrote');
    case 'post':
      return msg('Posts on what I follow');
    case 'edit':
      return msg('Changes of what I follow');
    case 'announcement':
      return msg('Announcements');
    case 'follow':
      return msg('Somebody follows me');
    case 'membership':
      return msg('Requests, invitations and roles in spaces');
    case 'poll-ended':
      return msg('A poll in which I voted has ended');
  }
}

const levels: FollowLevel[] = ['everything', 'people', 'mentions', 'muted'];

/** What one is told, by kind of news and by place; each choice is kept at once, on all devices. */
@customElement('rapport-notification-choices')
@localized()
export class RapportNotificationChoices extends Panel<NotificationChoices> {
  @consume(surfaceContext) @state() surface?: Surface;

  static override styles = [
    ...Panel.styles,
    fields,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--r-sm);
      }
      th,
      td {
        padding: 6px 4px;
        text-align: start;
        font-weight: 400;
        border-block-end: 1px solid var(--r-line);
      }
      thead th {
        color: var(--r-muted);
        font-size: var(--r-xs);
      }
      td:last-child,
      thead th:last-child {
        text-align: end;
      }
      input[type='checkbox'] {
        width: 20px;
        height: 20px;
        accent-color: var(--r-accent);
      }
      label.check {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
        margin: 0;
        font-weight: 400;
      }
      select {
        width: auto;
        min-height: 36px;
        max-width: 100%;
      }
      .place {
        overflow-wrap: anywhere;
      }
      a {
        color: inherit;
      }
      .wait {
        min-height: 120px;
      }
    `,
  ];

  protected async read() {
    return { items: [await readNotificationChoices(this.app!.api)] };
  }

  protected failure() {
    return msg('The choices can’t be shown');
  }

  protected list([choices]: NotificationChoices[]) {
    if (!choices) return nothing;
    return html`<table>
        <thead>
          <tr>
            <th scope="col">${msg('What happens')}</th>
            <th scope="col">${msg('In the app')}</th>
          </tr>
        </thead>
        <tbody>
          ${kinds.map(
            kind =>
              html`<tr>
                <th scope="row" id=${kind}>${kindName(kind)}</th>
                <td>
                  <input
                    type="checkbox"
                    aria-labelledby=${kind}
                    .checked=${live(choices.kinds[kind]?.inApp ?? true)}
                    @change=${(event: Event) =>
                      void this.#change({ kinds: { [kind]: { inApp: (event.target as HTMLInputElement).checked } } })}
                  />
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
      <label class="check"
        ><input
          type="checkbox"
          .checked=${live(choices.mutedByMention)}
          @change=${(event: Event) => void this.#change({ mutedByMention: (event.target as HTMLInputElement).checked })}
        />${msg('Tell me when I am named in what I muted')}</label
      >
      ${choices.places.length > 0 ? this.#places(choices.places) : nothing}`;
  }

  #places(places: NotificationChoices['places']) {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${msg('Followed, but not in everything')}</th>
          <th scope="col">${msg('Tell me')}</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          places,
          place => place.subjectId,
          ({ subjectId, level, name = '', kind }) => {
            const target: Target = { kind: kindOf(kind), id: subjectId };
            return html`<tr>
              <th scope="row" class="place"><a href=${this.surface?.hrefOf(target) ?? ''}>${name}</a></th>
              <td>
                <select
                  aria-label=${msg(str`What to tell of ${name}`)}
                  @change=${(event: Event) =>
                    void this.#change({
                      places: [{ subjectId, level: (event.target as HTMLSelectElement).value as FollowLevel }],
                    })}
                >
                  ${levels.map(each => html`<option value=${each} ?selected=${each === level}>${followName(each)}</option>`)}
                </select>
              </td>
            </tr>`;
          },
        )}
      </tbody>
    </table>`;
  }

  #change(change: Partial<NotificationChoices>) {
    return this.act(
      () => changeNotificationChoices(this.app!.api, change),
      choices => {
        this.items = [choices];
        this.app!.toasts()?.announce(msg('Saved.'));
      },
    );
  }
}

const kindOf = (kind: string | undefined) =>
  kind === 'member' || kind === 'space' || kind === 'topic' ? kind : ('record' as const);

declare global {
  interface HTMLElementTagNameMap {
    'rapport-notification-choices': RapportNotificationChoices;
  }
}
