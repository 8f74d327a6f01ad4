import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Adapter, AdapterOption } from '../api/connections.ts';
import { kindsName } from './connection-parts.ts';

/** An adapter's own settings as fields of a form, and back. */

const perType = (option: AdapterOption) => option.name.endsWith('.*');
const start = (option: AdapterOption) => option.name.slice(0, -1);

function field(option: AdapterOption, name: string, label: string, value: string): TemplateResult {
  const id = `option-${name}`;
  const help = option.help ? `${id}-help` : nothing;
  return html`<div>
    <label for=${id}>${label}</label>
    ${
      option.choices
        ? html`<select id=${id} name=${id} aria-describedby=${help}>
            <option value="">${msg('(as usual)')}</option>
            ${option.choices.map(
              choice => html`<option value=${choice} .selected=${choice === value}>${choice}</option>`,
            )}
          </select>`
        : html`<input
            id=${id}
            name=${id}
            autocomplete="off"
            spellcheck="false"
            maxlength="1000"
            aria-describedby=${help}
            .value=${value}
          />`
    }
    ${option.help ? html`<p id=${`${id}-help`} class="small muted help">${option.help}</p>` : nothing}
  </div>`;
}

/** One for each type that is known, those that are set already among them. */
function family(option: AdapterOption, types: string[], set: Record<string, string>): TemplateResult[] {
  const named = Object.keys(set)
    .filter(name => name.startsWith(start(option)))
    .map(name => name.slice(start(option).length));
  const known = option.name === 'fields.*' ? types : [];
  return [...new Set([...known, ...named])].map(type => {
    const name = start(option) + type;
    return field(option, name, `${option.label} · ${kindsName(type)}`, set[name] ?? '');
  });
}

function added(option: AdapterOption): TemplateResult {
  const id = `option-added-${start(option)}`;
  return html`<div class="pair" role="group" aria-label=${msg(str`One more: ${option.label}`)}>
    <div>
      <label for=${`${id}name`}>${msg(str`${option.label}: name of the type`)}</label>
      <input id=${`${id}name`} name=${`${id}name`} autocomplete="off" spellcheck="false" maxlength="40" />
    </div>
    <div>
      <label for=${`${id}value`}>${msg('What it holds')}</label>
      <input id=${`${id}value`} name=${`${id}value`} autocomplete="off" spellcheck="false" maxlength="1000" />
    </div>
    ${option.help ? html`<p class="small muted help">${option.help}</p>` : nothing}
  </div>`;
}

/** @param types that the connection has, its own ones among them */
export function optionFields(adapter: Adapter, types: string[], set: Record<string, string>): TemplateResult {
  return html`${adapter.options.map(option =>
    perType(option)
      ? html`${family(option, types, set)} ${option.name === 'fields.*' ? nothing : added(option)}`
      : field(option, option.name, option.label, set[option.name] ?? ''),
  )}`;
}

/** What was entered; what is empty is not set. */
export function optionsOf(adapter: Adapter, entered: FormData): Record<string, string> {
  const text = (name: string) => String(entered.get(name) ?? '').trim();
  const options: Record<string, string> = {};
  for (const name of entered.keys()) {
    if (name.startsWith('option-') && !name.startsWith('option-added-') && text(name))
      options[name.slice('option-'.length)] = text(name);
  }
  for (const option of adapter.options.filter(perType)) {
    const id = `option-added-${start(option)}`;
    if (text(`${id}name`)) options[start(option) + text(`${id}name`)] = text(`${id}value`);
  }
  return options;
}
