import { render } from 'lit';
import { describe, expect, it } from 'vitest';
import type { Adapter, FollowRule, Sample } from '../api/connections.ts';
import { optionFields, optionsOf } from './connection-options.ts';
import { fieldName, peopleText, sampleDetails } from './connection-parts.ts';
import { followRuleForm } from './follow-rule-form.ts';

function shown(template: unknown): HTMLElement {
  const place = document.createElement('form');
  document.body.append(place);
  render(template, place);
  return place;
}

const labels = (place: HTMLElement) => [...place.querySelectorAll('label')].map(label => label.textContent?.trim());

function choose(place: HTMLElement, id: string, value: string) {
  const field = place.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)!;
  field.value = value;
  field.dispatchEvent(new Event('change'));
}

describe('a follow rule', () => {
  const owner: FollowRule = { id: 'rule-1', type: 'opportunity', reason: 'OWNER', criteria: [] };
  const form = (rule: FollowRule, change: (rule: FollowRule) => void, teams = true) =>
    shown(
      followRuleForm({
        rule,
        index: 0,
        types: ['account', 'opportunity'],
        fields: [
          { name: 'stage', kind: 'text' },
          { name: 'amount', kind: 'money' },
        ],
        teams,
        change,
        remove: () => undefined,
      }),
    );

  it('takes several conditions, each with any operator', () => {
    let rule = owner;
    const again = () => form(rule, next => (rule = next));
    again().querySelector<HTMLButtonElement>('.criteria > .buttons button')!.click();
    choose(again(), 'operator-0-0', 'IN');
    choose(again(), 'value-0-0', 'Proposal, Negotiation');
    again().querySelector<HTMLButtonElement>('.criteria > .buttons button')!.click();
    choose(again(), 'field-0-1', 'amount');
    choose(again(), 'operator-0-1', 'GT');
    choose(again(), 'value-0-1', '10000');
    expect(rule.criteria).toEqual([
      { field: 'stage', operator: 'IN', value: 'Proposal, Negotiation' },
      { field: 'amount', operator: 'GT', value: '10000' },
    ]);
    expect(again().querySelectorAll('#operator-0-0 option')).toHaveLength(10);
    choose(again(), 'operator-0-1', 'EMPTY');
    expect(rule.criteria[1]).toEqual({ field: 'amount', operator: 'EMPTY' });
    again().querySelector<HTMLButtonElement>('[aria-label="Remove condition 1"]')!.click();
    expect(rule.criteria).toEqual([{ field: 'amount', operator: 'EMPTY' }]);
  });

  it('ends after the close and after silence, or never', () => {
    let rule: FollowRule = { ...owner, endDaysOfSilence: 30 };
    choose(
      form(rule, next => (rule = next)),
      'endDaysAfterClose-0',
      '90',
    );
    expect(rule).toMatchObject({ endDaysAfterClose: 90, endDaysOfSilence: 30 });
    choose(
      form(rule, next => (rule = next)),
      'endDaysOfSilence-0',
      '',
    );
    expect('endDaysOfSilence' in rule).toBe(false);
  });

  it('offers no teams where the CRM names none', () => {
    const options = (teams: boolean) =>
      [...form(owner, () => undefined, teams).querySelectorAll<HTMLOptionElement>('#who-0 option')].map(
        option => option.value,
      );
    expect(options(true)).toContain('TEAM');
    expect(options(false)).not.toContain('TEAM');
  });
});

describe('the options of a connection', () => {
  const adapter = {
    types: ['account', 'opportunity'],
    options: [
      { name: 'mode', label: 'Mode', choices: ['complete', 'merge'] },
      { name: 'currency', label: 'Currency', help: 'Such as EUR.' },
      { name: 'fields.*', label: 'Own fields' },
      { name: 'object.*', label: 'Own object' },
    ],
  } as unknown as Adapter;
  const set = { mode: 'merge', 'object.project': 'Project' };

  it('are fields with their names, and what is set stands in them', () => {
    const form = shown(optionFields(adapter, [...adapter.types, 'project'], set));
    expect(labels(form)).toEqual([
      'Mode',
      'Currency',
      'Own fields · Accounts',
      'Own fields · Opportunities',
      'Own fields · project',
      'Own object · project',
      'Own object: name of the type',
      'What it holds',
    ]);
    expect(form.querySelector<HTMLSelectElement>('#option-mode')!.value).toBe('merge');
    expect(form.querySelector('[aria-describedby="option-currency-help"]')).not.toBeNull();
  });

  it('are sent back as far as they are set, with one that was added', () => {
    const form = shown(optionFields(adapter, adapter.types, set)) as HTMLFormElement;
    form.querySelector<HTMLInputElement>('[name="option-fields.account"]')!.value = ' seats=Seats:number ';
    form.querySelector<HTMLInputElement>('[name="option-added-object.name"]')!.value = 'ticket';
    form.querySelector<HTMLInputElement>('[name="option-added-object.value"]')!.value = 'Case';
    expect(optionsOf(adapter, new FormData(form))).toEqual({
      mode: 'merge',
      'fields.account': 'seats=Seats:number',
      'object.project': 'Project',
      'object.ticket': 'Case',
    });
  });
});

describe('a sample', () => {
  const sample: Sample = {
    externalId: '0065f',
    name: 'Pilot',
    owner: 'Ann Berg',
    seenBy: [],
    fields: { amount: { amount: 12000, currency: 'EUR' }, closeOn: '2026-12-31', won: false },
    isKnown: false,
  };

  it('tells what each field would hold and who would see it', () => {
    const cells = [...shown(sampleDetails(sample)).querySelectorAll('tr')].map(row =>
      [...row.children].map(cell => cell.textContent?.trim()),
    );
    expect(cells).toEqual([
      ['Owner', 'Ann Berg'],
      ['Seen by', 'everybody'],
      ['Amount', '€12,000'],
      ['Close date', 'Dec 31, 2026'],
      ['Won', 'no'],
      ['Here already', 'no'],
    ]);
  });

  it('stands below how many people and teams there are', () => {
    const people = { users: 1, teams: 1, more: false };
    expect([peopleText(people), peopleText({ ...people, users: 0, teams: 12 })]).toEqual([
      '1 person, 1 team',
      '0 people, 12 teams',
    ]);
  });

  it('has words for the fields of handed-in rows', () => {
    expect(['company', 'archived', 'won'].map(fieldName)).toEqual(['Company', 'Archived', 'Won']);
  });
});
