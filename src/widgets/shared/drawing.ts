// A drawing as plain data, so that the page draws at build time exactly what the widget draws later.
import { s, type Attributes } from './dom.ts';

type SvgTag = keyof SVGElementTagNameMap;

/** An SVG element that is not one yet. */
export interface Shape {
  readonly tag: SvgTag;
  readonly attributes: Attributes;
  readonly children: readonly (Shape | string)[];
}

export const shape = (
  tag: SvgTag,
  attributes: Attributes = {},
  ...children: readonly (Shape | string | null)[]
): Shape => ({ tag, attributes, children: children.filter((child) => child !== null) });

/** A whole drawing, `width` by `height` units; `label` is what it shows, for who does not see it. */
export function drawing(
  label: string,
  width: number,
  height: number,
  ...children: readonly (Shape | null)[]
): Shape {
  return shape(
    'svg',
    { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label },
    ...children,
  );
}

/** Text at a point; `anchor` as in SVG. */
export const label = (
  x: number,
  y: number,
  text: string,
  kind = '',
  anchor: 'start' | 'middle' | 'end' = 'start',
): Shape => shape('text', { x: tenth(x), y: tenth(y), class: kind || null, 'text-anchor': anchor }, text);

/** A rectangle with a class of meaning. */
export const box = (x: number, y: number, width: number, height: number, kind: string, radius = 2): Shape =>
  shape('rect', {
    x: tenth(x),
    y: tenth(y),
    width: tenth(Math.max(0, width)),
    height: tenth(Math.max(0, height)),
    rx: radius,
    class: kind,
  });

/** Coordinates to a tenth: enough for a drawing, and short in the page. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

/** The drawing as elements of the page. */
export function toSvg({ tag, attributes, children }: Shape): SVGElement {
  return s(tag, attributes, ...children.map((child) => (typeof child === 'string' ? child : toSvg(child))));
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

/** The drawing as text of a page, for the build. */
export function toMarkup({ tag, attributes, children }: Shape): string {
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === null || value === undefined || value === false
      ? []
      : [` ${name}="${value === true ? '' : escaped(String(value))}"`],
  );
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : toMarkup(child)));
  return `<${tag}${written.join('')}>${inside.join('')}</${tag}>`;
}
