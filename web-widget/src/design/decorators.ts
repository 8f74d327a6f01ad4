import type { PropertyDeclaration, ReactiveElement } from 'lit';

/**
 * The decorators of `lit/decorators.js` that we use, in the one form that our compiler speaks. The build puts this file in its place:
 * the original carries a second form along, in every download.
 */
type Owner = typeof ReactiveElement;

export const customElement = (name: string) => (element: CustomElementConstructor) =>
  customElements.define(name, element);

export const property = (options?: PropertyDeclaration) => (prototype: object, name: string) =>
  (prototype.constructor as Owner).createProperty(name, options);

export const state = () => property({ state: true, attribute: false });

export const query = (selector: string) => (prototype: object, name: string) =>
  void Object.defineProperty(prototype, name, {
    get(this: ReactiveElement) {
      return this.renderRoot?.querySelector(selector);
    },
    configurable: true,
  });
