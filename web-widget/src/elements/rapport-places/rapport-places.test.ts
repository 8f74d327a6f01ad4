import { afterEach, describe, expect, it, vi } from 'vitest';
import { acme, PreviewStage } from '../../../preview/states.ts';
import type { Api } from '../../api/api.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Subject } from '../../api/schema.ts';
import { lastPlaces, rememberPlace } from '../../feed/places.ts';
import { servicesOf } from '../../feed/services.ts';
import './rapport-places.ts';

const space: Subject = { id: '900', kind: 'space', name: 'Cold chain' };
const other: Subject = { ...acme, id: '101', name: 'Gone' };

/** What the server tells of places by their id, and of the spaces one is in. */
function servicesWith(places: Record<string, object>) {
  return servicesOf({
    get: (path: string) =>
      path === 'spaces'
        ? Promise.resolve({ items: [space] })
        : places[path]
          ? Promise.resolve(places[path])
          : Promise.reject(new ApiProblem({ status: 404 })),
  } as unknown as Api);
}

async function shown(services: Partial<ReturnType<typeof servicesOf>>) {
  const stage = new PreviewStage();
  stage.other = { services };
  document.body.append(stage);
  const places = document.createElement('rapport-places');
  stage.append(places);
  await places.updateComplete;
  places.focus();
  return vi.waitFor(() => {
    const found = [...places.renderRoot.querySelectorAll('[role=option] strong')].map(each => each.textContent);
    expect(found.length).toBeGreaterThan(0);
    return found;
  });
}
afterEach(() => {
  document.body.replaceChildren();
  localStorage.clear();
});

describe('where something is to stand', () => {
  const surface = { viewer: { id: '1', name: 'Claire Fontaine', active: true } } as never;

  it('offers first where one wrote last, as it is called now, and no place twice', async () => {
    rememberPlace(surface, acme);
    rememberPlace(surface, space);
    const services = servicesWith({ 'records/100': { ...acme, name: 'Acme, new name' }, 'spaces/900': space });
    expect(await shown({ findPlaces: services.findPlaces })).toEqual([
      'Cold chain',
      'Acme, new name',
      'Claire Fontaine',
    ]);
  });

  it('offers no place that one can’t open or write in any more', async () => {
    rememberPlace(surface, other);
    rememberPlace(surface, acme);
    const services = servicesWith({ 'records/100': { ...acme, capabilities: { post: false } } });
    expect(await shown({ findPlaces: services.findPlaces })).toEqual(['Cold chain', 'Claire Fontaine']);
  });

  it('remembers a handful, the last one first', () => {
    for (let id = 1; id <= 9; id++) rememberPlace(surface, { ...acme, id: `${id}` });
    rememberPlace(surface, { ...acme, id: '7' });
    expect(lastPlaces(surface).map(place => place.id)).toEqual(['7', '9', '8', '6', '5']);
  });
});
