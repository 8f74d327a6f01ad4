import { noChange, type ElementPart } from 'lit';
import { Directive, directive } from 'lit/directive.js';

/** A share in percent, for a style sheet to draw. By the style object: an attribute would be refused under a strict policy. */
class Share extends Directive {
  render(percent: number): unknown {
    return percent;
  }

  override update(part: ElementPart, [percent]: [number]) {
    (part.element as HTMLElement).style.setProperty('--share', `${percent}%`);
    return noChange;
  }
}

export const share = directive(Share);
