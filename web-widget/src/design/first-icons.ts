import { svg, type TemplateResult } from 'lit';
import { html } from 'lit';

type Shape = [tag: string, attributes: { [name: string]: string | number | undefined }];
/** An icon of lucide: a list of shapes on a 24 x 24 ground. */
export type Icon = Shape[];

const shape = ([tag, a]: Shape) => {
  if (tag === 'circle') return svg`<circle cx=${a.cx} cy=${a.cy} r=${a.r}></circle>`;
  if (tag === 'rect')
    return svg`<rect x=${a.x ?? 0} y=${a.y ?? 0} width=${a.width} height=${a.height} rx=${a.rx ?? 0}></rect>`;
  if (tag === 'line') return svg`<line x1=${a.x1} y1=${a.y1} x2=${a.x2} y2=${a.y2}></line>`;
  if (tag === 'polyline') return svg`<polyline points=${a.points}></polyline>`;
  return svg`<path d=${a.d}></path>`;
};

/** Draws an icon, which says nothing by itself: a word or a name stands beside it. */
export function glyph(icon: Icon): TemplateResult {
  return html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">${icon.map(shape)}</svg>`;
}

// One by one: the package's list of all of them would bring in the others along with these.
export { default as ArrowUp } from 'lucide/dist/esm/icons/arrow-up.mjs';
export { default as CircleAlert } from 'lucide/dist/esm/icons/circle-alert.mjs';
export { default as Lock } from 'lucide/dist/esm/icons/lock.mjs';
export { default as MessageCircle } from 'lucide/dist/esm/icons/message-circle.mjs';
export { default as PenLine } from 'lucide/dist/esm/icons/pen-line.mjs';
export { default as RefreshCw } from 'lucide/dist/esm/icons/refresh-cw.mjs';
export { default as WifiOff } from 'lucide/dist/esm/icons/wifi-off.mjs';
