import { consume } from '../../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FollowLevel, MemberSummary, Record_ } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { Bell, ExternalLink, glyph } from '../../design/icons.ts';
import { safeUrl } from '../../feed/segments.ts';
import { link, surfaceContext, targetOf, tell, type Surface } from '../../feed/surface.ts';
import { number, plural } from '../../i18n/format.ts';
import { followName } from '../../i18n/more-names.ts';
import { recordKindName } from '../../i18n/names.ts';
import '../rapport-avatar/rapport-avatar.ts';
import type { MenuItem } from '../rapport-menu/rapport-menu.ts';

const levels: FollowLevel[] = ['everything', 'people', 'mentions', 'muted'];

/** Choices of how closely to follow; the same for records and members. */
export function followItems(level: FollowLevel | undefined): MenuItem[] {
  return [
    ...levels.map(each => ({ id: each, label: followName(each), checked: each === level })),
    ...(level ? [{ id: 'none', label: msg('Stop following'), danger: true }] : []),
  ];
}

export function followLabel(level: FollowLevel | undefined): string {
  if (!level) return msg('Follow');
  return level === 'muted' ? msg('Muted') : msg('Following');
}

/** Which record this is: its name, what the CRM says of it, who follows it. */
@customElement('rapport-record-card')
@localized()
export class RapportRecordCard extends LitElement {
  @property({ attribute: false }) record?: Record_;
  @property({ attribute: false }) followers?: MemberSummary[];
  /** The level of its heading; 1 where it names the page. */
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 1;
  /** In the CRM's own page: the page around it tells the rest. */
  @property({ type: Boolean, reflect: true }) terse = false;
  @consume(surfaceContext) @state() surface?: Surface;

  static override styles = [
    base,
    css`
      :host {
        container-type: inline-size;
      }
      .card {
        display: grid;
        gap: 12px;
        padding: var(--r-card);
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
      }
      :host([terse]) .card {
        border: 0;
        padding: 4px 0;
        background: none;
      }
      .top {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 12px;
        align-items: center;
      }
      .heading {
        font-size: var(--r-xl);
        line-height: 1.3;
        font-weight: 600;
        overflow-wrap: anywhere;
        text-wrap: balance;
      }
      :host([terse]) .heading {
        font-size: var(--r-lg);
      }
      .heading:focus {
        outline: none;
      }
      a {
        color: inherit;
      }
      .kind {
        font-size: var(--r-xs);
        color: var(--r-muted);
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 12px;
        font-size: var(--r-sm);
      }
      rapport-menu:not(:defined) {
        visibility: hidden;
        min-height: 28px;
      }
      .foot a {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        color: var(--r-accent);
      }
      .people {
        color: var(--r-muted);
        font-size: var(--r-xs);
      }
      .people:hover {
        text-decoration: underline;
      }
      .people rapport-avatar {
        --r-avatar-small: 22px;
        margin-inline-end: -9px;
        border: 2px solid var(--r-surface);
        border-radius: 50%;
        width: 26px;
        height: 26px;
      }
      .people rapport-avatar:last-of-type {
        margin-inline-end: 4px;
      }
      .gone {
        padding: 6px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-warning-soft);
        color: var(--r-on-warning-soft);
        font-size: var(--r-sm);
      }
    `,
  ];

  override focus() {
    this.renderRoot.querySelector<HTMLElement>('.heading')?.focus();
  }

  override render() {
    const { record } = this;
    if (!record) return nothing;
    return html`<div class="card">
      <div class="top">
        <rapport-avatar kind=${record.kind}></rapport-avatar>
        <div>
          <div class="heading" role="heading" aria-level=${this.headingLevel} tabindex="-1" dir="auto">
            ${record.name}
          </div>
          <div class="kind">
            ${recordKindName(record.kind, record.type)}
            ${record.account ? html` · ${link(this.surface, targetOf(record.account), record.account.name)}` : nothing}
          </div>
        </div>
      </div>
      ${record.goneAt ? html`<p class="gone">${msg('This record was deleted in the CRM. Its conversation stays.')}</p>` : nothing}
      ${this.terse ? nothing : html`<rapport-record-facts .record=${record}></rapport-record-facts>`}
      ${this.#foot(record)}
    </div>`;
  }

  #foot(record: Record_) {
    const level = record.follow?.level;
    const count = record.followerCount ?? 0;
    const url = record.url ? safeUrl(record.url) : undefined;
    return html`<div class="foot">
      ${
        record.capabilities?.follow === false
          ? nothing
          : html`<rapport-menu
              outline
              label=${msg(str`Follow ${record.name}: ${followLabel(level)}`)}
              .items=${followItems(level)}
              @rapport-choose=${this.#follow}
            >
              ${glyph(Bell)} ${followLabel(level)}
            </rapport-menu>`
      }
      ${
        count > 0
          ? html`<button type="button" class="people" @click=${() => void this.#people(record)}>
              ${(this.followers ?? [])
                .slice(0, 5)
                .map(
                  follower =>
                    html`<rapport-avatar
                      size="small"
                      name=${follower.name}
                      member-id=${follower.id}
                      title=${follower.name}
                    ></rapport-avatar>`,
                )}
              ${plural(count, { one: msg(str`${number(count)} follower`), other: msg(str`${number(count)} followers`) })}
            </button>`
          : nothing
      }
      ${
        url && !this.terse
          ? html`<a href=${url} target="_blank" rel="noopener">${msg('Open in CRM')}${glyph(ExternalLink)}</a>`
          : nothing
      }
    </div>`;
  }

  async #people(record: Record_) {
    const { showFollowers } = await import('../rapport-people/rapport-people.ts');
    await showFollowers(this.renderRoot as ShadowRoot, record, this.surface);
  }

  #follow = (event: CustomEvent<string>) => {
    event.stopPropagation();
    const level = event.detail === 'none' ? undefined : (event.detail as FollowLevel);
    tell(this, 'rapport-follow', { kind: 'record', id: this.record!.id, level });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-record-card': RapportRecordCard;
  }
}
