import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { AdapterField, FollowRule, Operator } from '../api/connections.ts';
import { fieldName, kindsName } from './connection-parts.ts';

/** What a rule is made of, and what becomes of it. */
interface RuleForm {
  rule: FollowRule;
  index: number;
  types: string[];
  fields: AdapterField[];
  /** Whether the CRM says who is on a record's team. */
  teams: boolean;
  change: (rule: FollowRule) => void;
  remove: () => void;
}

type Criterion = FollowRule['criteria'][number];

const value = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;
const isBare = (operator: Operator) => operator === 'EMPTY' || operator === 'NOT_EMPTY';

const reasons = (): [FollowRule['reason'], string][] => [
  ['OWNER', msg('Its owner')],
  ['ACCOUNT_OWNER', msg('The owner of its account')],
  ['TEAM', msg('Its teams')],
  ['CRITERIA', msg('All whom it concerns')],
];

const operators = (): [Operator, string][] => [
  ['EQ', msg('is')],
  ['NE', msg('is not')],
  ['GT', msg('is more than')],
  ['GE', msg('is at least')],
  ['LT', msg('is less than')],
  ['LE', msg('is at most')],
  ['CONTAINS', msg('contains')],
  ['IN', msg('is one of (with commas between)')],
  ['NOT_EMPTY', msg('is known')],
  ['EMPTY', msg('is not known')],
];

export function followRuleForm({ rule, index, types, fields, teams, change, remove }: RuleForm): TemplateResult {
  const days = (name: 'endDaysAfterClose' | 'endDaysOfSilence', label: string) =>
    html`<div>
      <label for=${`${name}-${index}`}>${label}</label>
      <input
        id=${`${name}-${index}`}
        type="number"
        min="0"
        max="3650"
        .value=${rule[name] === undefined ? '' : String(rule[name])}
        @change=${(event: Event) => {
          const entered = (event.target as HTMLInputElement).valueAsNumber;
          const next = { ...rule };
          if (Number.isNaN(entered)) delete next[name];
          else next[name] = entered;
          change(next);
        }}
      />
    </div>`;
  const replace = (at: number, criterion?: Criterion) =>
    change({
      ...rule,
      criteria: criterion
        ? rule.criteria.map((each, place) => (place === at ? criterion : each))
        : rule.criteria.filter((_, place) => place !== at),
    });
  return html`<div class="rule" role="group" aria-label=${msg(str`Rule ${index + 1}`)}>
    <div>
      <label for=${`who-${index}`}>${msg('Who')}</label>
      <select
        id=${`who-${index}`}
        @change=${(event: Event) => change({ ...rule, reason: value(event) as FollowRule['reason'] })}
      >
        ${reasons()
          .filter(([id]) => id !== 'TEAM' || teams || rule.reason === 'TEAM')
          .map(([id, name]) => html`<option value=${id} .selected=${id === rule.reason}>${name}</option>`)}
      </select>
    </div>
    <div>
      <label for=${`what-${index}`}>${msg('follows')}</label>
      <select id=${`what-${index}`} @change=${(event: Event) => change({ ...rule, type: value(event), criteria: [] })}>
        ${types.map(type => html`<option value=${type} .selected=${type === rule.type}>${kindsName(type)}</option>`)}
      </select>
    </div>
    ${days('endDaysAfterClose', msg('ends after days since it was closed'))}
    ${days('endDaysOfSilence', msg('ends after days of silence'))}
    <div class="criteria">
      ${rule.criteria.map((criterion, at) => criterionForm(criterion, `${index}-${at}`, at, fields, next => replace(at, next)))}
      <div class="buttons">
        <button
          type="button"
          class="outline"
          @click=${() =>
            change({
              ...rule,
              criteria: [...rule.criteria, { field: fields[0]?.name ?? 'name', operator: 'NOT_EMPTY' }],
            })}
        >
          ${rule.criteria.length === 0 ? msg('Only where…') : msg('And where…')}
        </button>
        <button type="button" class="outline" aria-label=${msg(str`Remove rule ${index + 1}`)} @click=${remove}>
          ${msg('Remove')}
        </button>
      </div>
    </div>
  </div>`;
}

function criterionForm(
  criterion: Criterion,
  id: string,
  at: number,
  fields: AdapterField[],
  change: (criterion?: Criterion) => void,
): TemplateResult {
  return html`<div class="criterion" role="group" aria-label=${msg(str`Condition ${at + 1}`)}>
    <div>
      <label for=${`field-${id}`}>${at === 0 ? msg('where') : msg('and')}</label>
      <select id=${`field-${id}`} @change=${(event: Event) => change({ ...criterion, field: value(event) })}>
        ${fields.map(
          field =>
            html`<option value=${field.name} .selected=${field.name === criterion.field}>
              ${fieldName(field.name)}
            </option>`,
        )}
      </select>
    </div>
    <div>
      <label for=${`operator-${id}`}>${msg('condition')}</label>
      <select
        id=${`operator-${id}`}
        @change=${(event: Event) => {
          const operator = value(event) as Operator;
          const { field } = criterion;
          change(isBare(operator) ? { field, operator } : { field, operator, value: criterion.value ?? '' });
        }}
      >
        ${operators().map(
          ([operator, name]) =>
            html`<option value=${operator} .selected=${operator === criterion.operator}>${name}</option>`,
        )}
      </select>
    </div>
    ${
      isBare(criterion.operator)
        ? nothing
        : html`<div>
            <label for=${`value-${id}`}>${msg('value')}</label>
            <input
              id=${`value-${id}`}
              autocomplete="off"
              maxlength="300"
              .value=${criterion.value ?? ''}
              @change=${(event: Event) => change({ ...criterion, value: value(event) })}
            />
          </div>`
    }
    <button type="button" class="outline" aria-label=${msg(str`Remove condition ${at + 1}`)} @click=${() => change()}>
      ${msg('Remove')}
    </button>
  </div>`;
}
