import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { findMembers } from '../api/members.ts';
import { readRoles, setRole } from '../api/moderation.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { MemberRole, MemberSummary, RoleHolder } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { CircleAlert, Users } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import '../elements/rapport-menu/rapport-menu.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-picker/rapport-picker.ts';
import type { Choice } from '../elements/rapport-picker/rapport-picker.ts';
import { surfaceContext, type Surface } from '../feed/surface.ts';
import { roleName, roleText } from '../i18n/roles.ts';
import { problemText } from '../i18n/names.ts';
import { listStyles, Page } from './page.ts';

const REASON = 500;
const roles: MemberRole[] = ['moderator', 'admin'];

/** Who moderates and who administers Rapport: an admin gives these roles and takes them. */
@customElement('rapport-page-roles')
@localized()
export class RapportPageRoles extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private holders?: RoleHolder[] | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private busy = false;
  /** Whose role is about to change, from which to which. */
  @state() private change?: { member: MemberSummary; from: MemberRole; to: MemberRole } | undefined;
  @state() private refusal?: ApiProblem | undefined;
  #begun = false;

  static override styles = [
    ...Page.styles,
    fields,
    listStyles,
    css`
      dl {
        display: grid;
        gap: 8px;
        font-size: var(--r-sm);
      }
      dt {
        font-weight: 600;
      }
      form {
        display: grid;
        gap: 14px;
      }
      fieldset {
        display: grid;
        gap: 6px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        margin-block-end: 6px;
        font-size: var(--r-sm);
        font-weight: 600;
      }
      .choice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 10px;
        align-items: center;
        margin: 0;
        padding: 8px 12px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius-control);
        font-weight: 400;
        cursor: pointer;
      }
      .choice:has(:checked) {
        border-color: var(--r-accent);
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      .choice:has(:checked) .small {
        color: inherit;
      }
      .choice .small {
        grid-column: 2;
      }
      .choice:has(:focus-visible) {
        outline: 2px solid var(--r-accent);
        outline-offset: 2px;
      }
      input[type='radio'] {
        width: 18px;
        height: 18px;
        accent-color: var(--r-accent);
      }
      form .buttons {
        justify-content: flex-end;
      }
      .problem {
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        font-size: var(--r-sm);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app) return;
    app.title(msg('Roles'));
    if (!changed.has('app') || this.#begun || !app.facts.capabilities?.admin) return;
    this.#begun = true;
    void this.#load();
  }

  /** All of them: whoever is not among them is a member like everybody else. */
  async #load() {
    this.problem = undefined;
    this.busy = true;
    try {
      const holders: RoleHolder[] = [];
      let next: string | undefined;
      do {
        const page = await readRoles(this.app!.api, next);
        holders.push(...page.items);
        next = page.nextPageToken;
      } while (next);
      this.holders = holders;
    } catch (failure) {
      this.problem = problemOf(failure);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { app, problem, holders } = this;
    if (!app) return nothing;
    if (!app.facts.capabilities?.admin || problem?.denied) return html`<rapport-page-missing></rapport-page-missing>`;
    return html`<div class="column">
      <div class="head"><h1 tabindex="-1">${msg('Roles')}</h1></div>
      <section class="panel">
        <rapport-picker
          label=${msg('Give a colleague a role')}
          placeholder=${msg('Name')}
          .find=${this.#find}
          @rapport-pick=${(event: CustomEvent<Choice>) => {
            event.stopPropagation();
            this.#picked(event.detail);
          }}
        ></rapport-picker>
        <dl>
          ${roles.map(
            role =>
              html`<div>
                <dt>${roleName(role)}</dt>
                <dd class="muted">${roleText(role)}</dd>
              </div>`,
          )}
        </dl>
      </section>
      ${
        problem
          ? html`<rapport-notice
              tone="danger"
              .icon=${CircleAlert}
              heading=${msg('The roles can’t be shown')}
              text=${problemText(problem)}
              action=${msg('Retry')}
              @rapport-act=${() => void this.#load()}
            ></rapport-notice>`
          : nothing
      }
      ${holders ? this.#list(holders) : problem ? nothing : html`<div class="wait" aria-busy="true"></div>`}
      ${this.change ? this.#dialog(this.change) : nothing}
    </div>`;
  }

  #find = async (query: string): Promise<Choice[]> => {
    if (!this.holders) return [];
    this.#found = (await findMembers(this.app!.api, query)).filter(each => each.active);
    return this.#found.map(({ id, name, title, site }) => {
      const note = [title, site].filter(Boolean).join(' · ');
      return { id, name, ...(note ? { note } : {}) };
    });
  };
  #found: MemberSummary[] = [];

  #picked({ id }: Choice) {
    const member = this.#found.find(each => each.id === id);
    if (!member) return;
    const from = this.holders?.find(each => each.member.id === id)?.role ?? 'member';
    this.change = { member, from, to: from === 'member' ? 'moderator' : from };
  }

  #list(holders: RoleHolder[]) {
    if (holders.length === 0)
      return html`<rapport-notice .icon=${Users} heading=${msg('Nobody has a role yet')}></rapport-notice>`;
    return html`<ul class="rows" aria-label=${msg('Who has a role')}>
      ${repeat(
        holders,
        ({ member }) => member.id,
        holder => this.#row(holder),
      )}
    </ul>`;
  }

  #row({ member, role }: RoleHolder) {
    const { id, name } = member;
    const own = id === this.app!.facts.member.id;
    const choices: MemberRole[] = ['admin', 'moderator', 'member'];
    return html`<li>
      <rapport-avatar name=${name} member-id=${id}></rapport-avatar>
      <div>
        <a href=${this.surface?.hrefOf({ kind: 'member', id }) ?? ''}>${name}</a>
        ${own ? html`<span class="tag">${msg('You')}</span>` : nothing}
        <p class="small muted">
          ${[member.title, member.site, member.active ? '' : msg('No longer in the company')].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div class="buttons">
        <rapport-menu
          outline
          label=${msg(str`Role of ${name}: ${roleName(role)}`)}
          .items=${choices.map(each => ({
            id: each,
            label: each === 'member' ? msg('Take the role away') : roleName(each),
            ...(each === 'member' ? { danger: true } : { checked: each === role }),
          }))}
          @rapport-choose=${(event: CustomEvent<MemberRole>) => {
            event.stopPropagation();
            if (event.detail !== role) this.change = { member, from: role, to: event.detail };
          }}
          >${roleName(role)}</rapport-menu
        >
      </div>
    </li>`;
  }

  #dialog({ member, from, to }: NonNullable<typeof this.change>) {
    const own = member.id === this.app!.facts.member.id;
    const heading =
      to === 'member' ? msg(str`Take the role from ${member.name}?`) : msg(str`Give ${member.name} a role`);
    return html`<rapport-dialog heading=${heading} @rapport-close=${this.#close}>
      <form @submit=${this.#submit}>
        ${this.refusal ? html`<p class="problem" role="alert">${problemText(this.refusal)}</p>` : nothing}
        ${
          to === 'member'
            ? html`<p>${msg(str`${member.name} is then a member like everybody else.`)}</p>`
            : html`<fieldset>
                <legend>${msg('Role')}</legend>
                ${roles.map(
                  role =>
                    html`<label class="choice"
                      ><input
                        type="radio"
                        name="role"
                        value=${role}
                        .checked=${role === to}
                        @change=${() => (this.change = { member, from, to: role })}
                      /><span>${roleName(role)}</span><span class="small muted">${roleText(role)}</span></label
                    >`,
                )}
              </fieldset>`
        }
        ${own && from === 'admin' && to !== 'admin' ? html`<p>${msg('You will no longer see this page.')}</p>` : nothing}
        <div>
          <label for="reason">${msg('Reason, for the audit log (optional)')}</label>
          <input id="reason" name="reason" autocomplete="off" maxlength=${REASON} />
        </div>
        <div class="buttons">
          <button type="button" class="outline" @click=${this.#close}>${msg('Cancel')}</button>
          <button class="primary" aria-disabled=${this.busy || to === from ? 'true' : 'false'}>
            ${to === 'member' ? msg('Take away') : msg('Give the role')}
          </button>
        </div>
      </form>
    </rapport-dialog>`;
  }

  #close = () => {
    this.change = undefined;
    this.refusal = undefined;
  };

  #submit = async (event: Event) => {
    event.preventDefault();
    const { member, from, to } = this.change!;
    if (this.busy || from === to) return;
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason')).trim();
    const { app } = this;
    this.busy = true;
    this.refusal = undefined;
    try {
      await setRole(app!.api, member.id, to, reason);
      this.#close();
      if (member.id === app!.facts.member.id && to !== 'admin') {
        // What this person may do has changed under the whole app.
        location.assign(app!.router.href(''));
        return;
      }
      app!.toasts()?.show({ text: msg(str`${member.name}: ${roleName(to)}`), seconds: 4 });
      await this.#load();
    } catch (failure) {
      this.refusal = problemOf(failure);
    } finally {
      this.busy = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-roles': RapportPageRoles;
  }
}
