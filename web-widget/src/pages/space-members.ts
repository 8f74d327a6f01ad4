import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { App } from '../app/context.ts';
import { findMembers } from '../api/members.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { readMemberships, removeFromSpace, setSpaceRole } from '../api/spaces.ts';
import type { Membership, Space, SpaceRole } from '../api/schema.ts';
import { base } from '../design/base.ts';
import { CircleAlert } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import type { MenuItem } from '../elements/rapport-menu/rapport-menu.ts';
import '../elements/rapport-menu/rapport-menu.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-picker/rapport-picker.ts';
import type { Choice } from '../elements/rapport-picker/rapport-picker.ts';
import '../elements/rapport-time/rapport-time.ts';
import { surfaceContext, tell, type Surface } from '../feed/surface.ts';
import { problemText } from '../i18n/names.ts';
import { listStyles, pageStyles } from './page.ts';

export function spaceRoleName(role: SpaceRole): string {
  switch (role) {
    case 'owner':
      return msg('Owner', { id: 'space-owner', desc: 'of a space' });
    case 'manager':
      return msg('Manager');
    case 'member':
      return msg('Member');
    case 'requested':
      return msg('Asks to join');
    case 'invited':
      return msg('Invited');
  }
}

/**
 * Who is in a space, who asks, who is invited; for its managers also what to do about it.
 * @fires rapport-space-changed - the number of members or one's own role may be another
 */
@customElement('rapport-space-members')
@localized()
export class RapportSpaceMembers extends LitElement {
  @property({ attribute: false }) app?: App;
  @property({ attribute: false }) space?: Space;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private members?: Membership[] | undefined;
  @state() private waiting: Membership[] = [];
  @state() private problem?: ApiProblem | undefined;
  @state() private handover?: Membership | undefined;
  #next: string | undefined;
  #of = '';

  static override styles = [
    base,
    pageStyles,
    listStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .message {
        margin-block-start: 4px;
        padding: 6px 10px;
        border-inline-start: 3px solid var(--r-line);
        font-size: var(--r-sm);
        white-space: pre-line;
      }
      .ask {
        display: grid;
        gap: 12px;
      }
      .ask .buttons {
        justify-content: flex-end;
      }
      rapport-time {
        font-size: inherit;
        color: inherit;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app, space } = this;
    const of = `${space?.id} ${space?.membership}`;
    if (!app || !space || !changed.has('space') || of === this.#of) return;
    this.#of = of;
    void this.#load();
  }

  async #load(more = false) {
    const { api } = this.app!;
    const { id, capabilities } = this.space!;
    const of = this.#of;
    this.problem = undefined;
    try {
      const [page, waiting] = await Promise.all([
        readMemberships(api, id, false, more ? this.#next : undefined),
        capabilities.manage && !more ? readMemberships(api, id, true) : undefined,
      ]);
      if (of !== this.#of) return;
      const first = this.members?.length ?? 0;
      this.members = more ? [...(this.members ?? []), ...page.items] : page.items;
      this.#next = page.nextPageToken;
      if (!more) this.waiting = waiting?.items ?? [];
      if (more) {
        await this.updateComplete;
        this.renderRoot.querySelectorAll<HTMLElement>('.members a')[first]?.focus();
      }
    } catch (failure) {
      if (of === this.#of) this.problem = problemOf(failure);
    }
  }

  override render() {
    const { app, space, members, problem } = this;
    if (!app || !space) return nothing;
    const asking = this.waiting.filter(each => each.role === 'requested');
    const invited = this.waiting.filter(each => each.role === 'invited');
    return html`${space.capabilities.manage ? this.#invite() : nothing}
    ${
      problem
        ? html`<rapport-notice
            tone="danger"
            .icon=${CircleAlert}
            heading=${msg('The members can’t be shown')}
            text=${problemText(problem)}
            action=${msg('Retry')}
            @rapport-act=${() => void this.#load()}
          ></rapport-notice>`
        : nothing
    }
    ${
      asking.length > 0
        ? html`<section>
            <h2>${msg('Ask to join', { id: 'those-who-ask', desc: 'heading above people who ask' })}</h2>
            <ul class="rows">
              ${repeat(
                asking,
                each => each.member.id,
                each => this.#asking(each),
              )}
            </ul>
          </section>`
        : nothing
    }
    ${
      invited.length > 0
        ? html`<section>
            <h2>${msg('Invited')}</h2>
            <ul class="rows">
              ${repeat(
                invited,
                each => each.member.id,
                each => this.#invited(each),
              )}
            </ul>
          </section>`
        : nothing
    }
    ${
      members
        ? html`<section>
            <h2>${msg('Members')}</h2>
            <ul class="rows members">
              ${repeat(
                members,
                each => each.member.id,
                each => this.#member(each),
              )}
            </ul>
          </section>`
        : problem
          ? nothing
          : html`<div class="wait" aria-busy="true"></div>`
    }
    ${
      this.#next && !problem
        ? html`<button type="button" class="outline more" @click=${() => void this.#load(true)}>
            ${msg('Load more')}
          </button>`
        : nothing
    }
    ${this.handover ? this.#handover(this.handover) : nothing}`;
  }

  #invite() {
    return html`<div class="panel">
      <rapport-picker
        label=${msg('Invite a colleague')}
        placeholder=${msg('Name')}
        .find=${async (query: string) =>
          (await findMembers(this.app!.api, query))
            .filter(each => each.active)
            .map(({ id, name, title }): Choice => ({ id, name, ...(title ? { note: title } : {}) }))}
        @rapport-pick=${(event: CustomEvent<Choice>) => {
          event.stopPropagation();
          void this.#set(event.detail.id, 'member', msg(str`${event.detail.name} is invited.`));
        }}
      ></rapport-picker>
    </div>`;
  }

  #person({ member, role, since, message }: Membership) {
    const href = this.surface?.hrefOf({ kind: 'member', id: member.id }) ?? '';
    return html`<rapport-avatar name=${member.name} member-id=${member.id}></rapport-avatar>
      <div>
        <a href=${href}>${member.name}</a>
        <p class="small muted">
          ${member.title ? html`${member.title} · ` : nothing}${
            role === 'requested' || role === 'invited'
              ? html`<rapport-time at=${since}></rapport-time>`
              : spaceRoleName(role)
          }
        </p>
        ${message ? html`<p class="message" dir="auto">${message}</p>` : nothing}
      </div>`;
  }

  #asking(each: Membership) {
    const { id, name } = each.member;
    return html`<li>
      ${this.#person(each)}
      <div class="buttons">
        <button
          type="button"
          class="primary"
          aria-label=${msg(str`Accept ${name}`)}
          @click=${() => void this.#set(id, 'member', msg(str`${name} is in.`))}
        >
          ${msg('Accept')}
        </button>
        <button
          type="button"
          class="outline"
          aria-label=${msg(str`Decline ${name}`)}
          @click=${() => void this.#remove(id, msg(str`${name} is told that it is no.`))}
        >
          ${msg('Decline')}
        </button>
      </div>
    </li>`;
  }

  #invited(each: Membership) {
    const { id, name } = each.member;
    return html`<li>
      ${this.#person(each)}
      <div class="buttons">
        <button
          type="button"
          class="outline"
          aria-label=${msg(str`Take back the invitation of ${name}`)}
          @click=${() => void this.#remove(id, msg('Invitation taken back.'))}
        >
          ${msg('Take back')}
        </button>
      </div>
    </li>`;
  }

  #member(each: Membership) {
    const items = this.#items(each);
    return html`<li>
      ${this.#person(each)}
      ${
        items.length > 0
          ? html`<rapport-menu
              label=${msg(str`Role of ${each.member.name}`)}
              .items=${items}
              @rapport-choose=${(event: CustomEvent<string>) => {
                event.stopPropagation();
                this.#chosen(each, event.detail);
              }}
            ></rapport-menu>`
          : html`<span></span>`
      }
    </li>`;
  }

  /** Managers manage members and managers; owners also owners. One's own place is left by the door, or handed over. */
  #items(each: Membership): MenuItem[] {
    const { capabilities, membership } = this.space!;
    const own = each.member.id === this.app!.facts.member.id;
    if (!capabilities.manage || (own && membership !== 'owner')) return [];
    const owner = membership === 'owner';
    if (each.role === 'owner' && !owner) return [];
    const roles: SpaceRole[] = owner ? ['member', 'manager', 'owner'] : ['member', 'manager'];
    return [
      ...roles.map(role => ({ id: role, label: spaceRoleName(role), checked: role === each.role })),
      ...(owner && !own ? [{ id: 'handover', label: msg('Hand the space over…') }] : []),
      ...(own ? [] : [{ id: 'remove', label: msg('Remove from the space'), danger: true }]),
    ];
  }

  #chosen(each: Membership, what: string) {
    const { id, name } = each.member;
    if (what === 'handover') this.handover = each;
    else if (what === 'remove') {
      void this.#remove(id, msg(str`${name} is no longer in the space.`));
    } else if (what !== each.role) {
      const role = what as SpaceRole;
      void this.#set(id, role, msg(str`${name}: ${spaceRoleName(role)}`));
    }
  }

  #handover({ member }: Membership) {
    const { name, id } = member;
    return html`<rapport-dialog
      heading=${msg(str`Hand the space over to ${name}?`)}
      @rapport-close=${() => (this.handover = undefined)}
    >
      <div class="ask">
        <p>${msg(str`${name} becomes its owner, and you stay as a manager.`)}</p>
        <div class="buttons">
          <button type="button" class="outline" data-first @click=${() => (this.handover = undefined)}>
            ${msg('Cancel')}
          </button>
          <button
            type="button"
            class="primary"
            @click=${() => {
              this.handover = undefined;
              void this.#handOver(id, msg(str`${name} owns the space now.`));
            }}
          >
            ${msg('Hand over')}
          </button>
        </div>
      </div>
    </rapport-dialog>`;
  }

  async #handOver(id: string, done: string) {
    const { api, facts } = this.app!;
    const space = this.space!.id;
    await this.#do(async () => {
      await setSpaceRole(api, space, id, 'owner');
      await setSpaceRole(api, space, facts.member.id, 'manager');
    }, done);
  }

  #set(id: string, role: SpaceRole, done: string) {
    return this.#do(() => setSpaceRole(this.app!.api, this.space!.id, id, role), done);
  }

  #remove(id: string, done: string) {
    return this.#do(() => removeFromSpace(this.app!.api, this.space!.id, id), done);
  }

  async #do(work: () => Promise<unknown>, done: string) {
    try {
      await work();
      this.app!.toasts()?.show({ text: done, seconds: 4 });
    } catch (failure) {
      this.app!.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
    }
    tell(this, 'rapport-space-changed');
    await this.#load();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-space-members': RapportSpaceMembers;
  }
}
