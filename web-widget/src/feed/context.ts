import type { LitElement, ReactiveController } from 'lit';

/** A value that an element gives to all below it, through any number of roots. A few lines in place of a library, for the size's sake. */
export interface Context<T> {
  readonly name: string;
  readonly __value?: T;
}

export const createContext = <T>(name: string): Context<T> => ({ name: `rapport-context-${name}` });

type Asked<T> = CustomEvent<(value: T) => void>;

export class Provider<T> implements ReactiveController {
  value: T | undefined;
  readonly #waiting = new Set<(value: T) => void>();

  constructor(
    private readonly host: LitElement,
    private readonly context: Context<T>,
  ) {
    host.addController(this);
  }

  hostConnected() {
    this.host.addEventListener(this.context.name, this.#asked as EventListener);
  }

  hostDisconnected() {
    this.host.removeEventListener(this.context.name, this.#asked as EventListener);
  }

  set(value: T) {
    this.value = value;
    for (const take of this.#waiting) take(value);
  }

  #asked = (event: Asked<T>) => {
    if (event.composedPath()[0] === this.host) return;
    event.stopPropagation();
    const take = event.detail;
    this.#waiting.add(take);
    (event as Asked<T> & { leave?: () => void }).leave = () => this.#waiting.delete(take);
    if (this.value !== undefined) take(this.value);
  };
}

/** Asks those above each time the element comes into a page, and hears of every later value while it is there. */
class Consumer<T> implements ReactiveController {
  #leave: (() => void) | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly context: Context<T>,
    private readonly take: (value: T) => void,
  ) {
    host.addController(this);
  }

  hostConnected() {
    const event = new CustomEvent(this.context.name, { detail: this.take, bubbles: true, composed: true });
    this.host.dispatchEvent(event);
    this.#leave = (event as typeof event & { leave?: () => void }).leave;
  }

  hostDisconnected() {
    this.#leave?.();
  }
}

/** A property decorator: the property holds the nearest value above. Stands before `@state()`. */
export const consume =
  <T>(context: Context<T>) =>
  (prototype: object, name: string) => {
    (prototype.constructor as typeof LitElement).addInitializer(element => {
      const host = element as LitElement & Record<string, T>;
      new Consumer(host, context, value => ((host as Record<string, T>)[name] = value));
    });
  };
