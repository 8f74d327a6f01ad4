import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Check, ConnectionDetail, DryRun, Sample } from '../api/connections.ts';
import type { ApiProblem } from '../api/problem.ts';
import { day, listOf, money, number, plural } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';

export function stateName({ state, running }: ConnectionDetail): string {
  if (running === 'draft') return msg('Being set up');
  if (running === 'paused') return msg('Paused');
  if (running === 'cancelled') return msg('Given up');
  switch (state) {
    case 'starting':
      return msg('Starting');
    case 'loading':
      return msg('First load');
    case 'ok':
      return msg('In step');
    case 'failing':
      return msg('Failing');
    case 'stopped':
      return msg('Stopped');
  }
}

/** What a connection carries, by the CRM's word; plural words of ours for the usual ones. */
export function kindsName(type: string): string {
  switch (type.toLowerCase().replace(/s$/, '')) {
    case 'account':
      return msg('Accounts');
    case 'contact':
      return msg('Contacts');
    case 'opportunity':
    case 'opportunitie':
      return msg('Opportunities');
    case 'lead':
      return msg('Leads');
    case 'user':
    case 'people':
    case 'member':
      return msg('People');
    case 'team':
      return msg('Teams');
    default:
      return type;
  }
}

/** The fields that most CRMs have; another one by its own name. */
export function fieldName(field: string): string {
  switch (field) {
    case 'name':
      return msg('Name');
    case 'owner':
      return msg('Owner');
    case 'account':
      return msg('Account');
    case 'type':
      return msg('Type');
    case 'industry':
      return msg('Industry');
    case 'website':
      return msg('Website');
    case 'phone':
      return msg('Phone');
    case 'email':
      return msg('E-mail');
    case 'city':
      return msg('City');
    case 'country':
      return msg('Country');
    case 'title':
      return msg('Job title');
    case 'stage':
      return msg('Stage');
    case 'amount':
      return msg('Amount');
    case 'probability':
      return msg('Probability');
    case 'closeOn':
      return msg('Close date');
    case 'company':
      return msg('Company');
    case 'archived':
      return msg('Archived');
    case 'won':
      return msg('Won');
    case 'closed':
      return msg('Closed');
    default:
      return field;
  }
}

export function peopleText({ users, teams }: DryRun['people']): string {
  return [
    plural(users, { one: msg(str`${number(users)} person`), other: msg(str`${number(users)} people`) }),
    plural(teams, { one: msg(str`${number(teams)} team`), other: msg(str`${number(teams)} teams`) }),
  ].join(', ');
}

/** A length of time, roughly: what is left of a load needs no seconds. */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return msg('less than a minute');
  const minutes = Math.round(seconds / 60);
  if (minutes < 90)
    return plural(minutes, { one: msg(str`${number(minutes)} minute`), other: msg(str`${number(minutes)} minutes`) });
  const hours = Math.round(minutes / 60);
  return plural(hours, { one: msg(str`${number(hours)} hour`), other: msg(str`${number(hours)} hours`) });
}

export function lagText(seconds: number): string {
  return seconds < 60
    ? plural(seconds, { one: msg(str`${number(seconds)} second`), other: msg(str`${number(seconds)} seconds`) })
    : timeLeft(seconds);
}

/** How far the first load is: one bar for all, then each type. */
export function loadProgress(connection: ConnectionDetail): TemplateResult {
  const progress = connection.progress ?? [];
  const known = progress.every(each => each.total !== undefined);
  const done = progress.reduce((sum, each) => sum + each.done, 0);
  const total = progress.reduce((sum, each) => sum + (each.total ?? 0), 0);
  const { ratePerSecond: rate, secondsLeft: left } = connection.load ?? {};
  const facts = [
    rate ? msg(str`${number(Math.round(rate))} records a second`) : '',
    left === undefined ? '' : msg(str`${timeLeft(left)} left`),
  ].filter(Boolean);
  return html`<div class="load">
    ${
      known && total > 0 && progress.length > 1
        ? html`<div class="row all">
            <div>
              <strong>${msg('All records')}</strong><span>${msg(str`${number(done)} of ${number(total)}`)}</span>
            </div>
            <progress aria-label=${msg('All records')} max=${total} .value=${Math.min(done, total)}></progress>
          </div>`
        : nothing
    }
    ${progress.map(each => {
      const name = kindsName(each.type);
      return html`<div class="row">
        <div>
          <span>${name}</span
          ><span
            >${each.total === undefined ? number(each.done) : msg(str`${number(each.done)} of ${number(each.total)}`)}</span
          >
        </div>
        ${
          each.total === undefined
            ? html`<progress aria-label=${name}></progress>`
            : html`<progress
                aria-label=${name}
                max=${Math.max(1, each.total)}
                .value=${Math.min(each.done, each.total)}
              ></progress>`
        }
      </div>`;
    })}
    ${facts.length > 0 ? html`<p class="small muted">${facts.join(' · ')}</p>` : nothing}
  </div>`;
}

function outcomeName(outcome: Check['outcome']): string {
  switch (outcome) {
    case 'passed':
      return msg('OK');
    case 'warned':
      return msg('Warning');
    case 'failed':
      return msg('Failed');
    case 'skipped':
      return msg('Not tried');
  }
}

/** Each check with its outcome in a word and, where it needs one, its remedy. */
export function checkList(checks: Check[]): TemplateResult {
  return html`<ul class="checks">
    ${checks.map(
      check =>
        html`<li class=${check.outcome}>
          <span class="outcome">${outcomeName(check.outcome)}</span>
          <div>
            <strong>${check.label}</strong>
            <p class="small muted">${check.detail}</p>
            ${check.remedy ? html`<p class="remedy">${check.remedy}</p>` : nothing}
          </div>
        </li>`,
    )}
  </ul>`;
}

function sampleValue(value: Sample['fields'][string]): string {
  if (typeof value === 'boolean') return value ? msg('yes') : msg('no');
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value;
  return money(value);
}

/** A record before it is taken over: what each field would hold. */
export function sampleDetails(sample: Sample): TemplateResult {
  const rows: [string, string][] = [
    ...(sample.account ? [[fieldName('account'), sample.account] as [string, string]] : []),
    ...(sample.owner ? [[fieldName('owner'), sample.owner] as [string, string]] : []),
    [msg('Seen by'), sample.seenBy.length > 0 ? listOf(sample.seenBy) : msg('everybody')],
    ...Object.entries(sample.fields).map(([name, value]) => [fieldName(name), sampleValue(value)] as [string, string]),
    [msg('Here already'), sample.isKnown ? msg('yes') : msg('no')],
  ];
  return html`<details class="sample">
    <summary>${sample.name} <span class="small muted">${sample.externalId}</span></summary>
    <table>
      <tbody>
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

/** What was refused, setting by setting. */
export function refusal(problem: ApiProblem): TemplateResult {
  const errors = problem.document.errors ?? [];
  const told = errors.length > 0 ? errors : problem.document.field && problem.status === 400 ? [problem.document] : [];
  return html`<div class="trouble" role="alert">
    <p>${problemText(problem)}</p>
    ${
      told.length > 0
        ? html`<ul>
            ${told.map(
              error =>
                html`<li>
                  <strong>${error.field}</strong>:
                  ${error.limit === undefined ? error.detail : msg(str`expected ${String(error.limit)}`)}
                </li>`,
            )}
          </ul>`
        : nothing
    }
  </div>`;
}

export const connectionStyles = css`
  .top {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
  }
  h2 {
    font-size: var(--r-lg);
  }
  h2:focus {
    outline: none;
  }
  h3 {
    font-size: var(--r-md);
  }
  .buttons a {
    display: inline-flex;
    align-items: center;
    min-height: 28px;
    font-size: var(--r-sm);
  }
  .state {
    display: inline-flex;
    align-items: center;
    padding: 2px 10px;
    border-radius: 99px;
    font-size: var(--r-xs);
    font-weight: 600;
    background: var(--r-accent-soft);
    color: var(--r-on-accent-soft);
  }
  .state.ok {
    background: var(--r-success-soft);
    color: var(--r-on-success-soft);
  }
  .state.failing,
  .state.stopped {
    background: var(--r-danger-soft);
    color: var(--r-on-danger-soft);
  }
  .trouble {
    padding: 10px 14px;
    border-radius: var(--r-radius-control);
    background: var(--r-danger-soft);
    color: var(--r-on-danger-soft);
    font-size: var(--r-sm);
    overflow-wrap: anywhere;
  }
  .trouble ul {
    padding-inline-start: 20px;
  }
  .sample summary {
    overflow-wrap: anywhere;
  }
  .sample table {
    margin-block: 6px 10px;
  }
  .sample th {
    width: 40%;
    font-weight: 400;
    color: var(--r-muted);
  }
  .sample td {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .note {
    padding: 10px 14px;
    border-radius: var(--r-radius-control);
    background: var(--r-accent-soft);
    color: var(--r-on-accent-soft);
    font-size: var(--r-sm);
  }
  .load,
  .row {
    display: grid;
    gap: 4px;
  }
  .load {
    gap: 10px;
  }
  .row > div {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    font-size: var(--r-sm);
    font-variant-numeric: tabular-nums;
  }
  progress {
    appearance: none;
    width: 100%;
    height: 8px;
    border: 0;
    border-radius: 99px;
    overflow: hidden;
    background: var(--r-hover);
  }
  .all progress {
    height: 12px;
  }
  progress::-webkit-progress-bar {
    background: var(--r-hover);
  }
  progress::-webkit-progress-value {
    background: var(--r-accent);
    border-radius: 99px;
    transition: width 200ms ease-out;
  }
  progress::-moz-progress-bar {
    background: var(--r-accent);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
  }
  .facts dt {
    font-size: var(--r-xs);
    color: var(--r-muted);
  }
  .facts dd {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .facts rapport-time {
    display: inline;
  }
  .checks {
    list-style: none;
    display: grid;
    gap: 8px;
  }
  .checks li {
    display: grid;
    grid-template-columns: 84px minmax(0, 1fr);
    gap: 8px;
    overflow-wrap: anywhere;
  }
  .outcome {
    align-self: start;
    justify-self: start;
    padding: 1px 8px;
    border-radius: 99px;
    font-size: var(--r-xs);
    font-weight: 600;
    background: var(--r-hover);
    color: var(--r-text);
  }
  .passed .outcome {
    background: var(--r-success-soft);
    color: var(--r-on-success-soft);
  }
  .warned .outcome {
    background: var(--r-warning-soft);
    color: var(--r-on-warning-soft);
  }
  .failed .outcome {
    background: var(--r-danger-soft);
    color: var(--r-on-danger-soft);
  }
  .remedy {
    font-size: var(--r-sm);
    font-weight: 600;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: var(--r-sm);
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 6px 12px 6px 0;
    text-align: start;
    vertical-align: top;
    border-block-end: 1px solid var(--r-line);
  }
  td:nth-child(2) {
    min-width: 130px;
  }
  th {
    font-size: var(--r-xs);
    color: var(--r-muted);
    font-weight: 600;
    white-space: nowrap;
  }
  code,
  pre {
    font-size: var(--r-xs);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  pre {
    margin: 0;
    padding: 10px 12px;
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius-control);
    background: var(--r-hover);
  }
  @media (forced-colors: active) {
    .state,
    .outcome,
    progress {
      border: 1px solid;
    }
  }
`;
