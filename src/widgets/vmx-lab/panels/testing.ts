// What the tests of the panels share: the widget over the real machine, in a page.
import { expect } from 'vitest';
import '../index.ts';

/** A program that enters, advances and enters again; its guest leaves by CPUID and by VMCALL. */
export const TURNS = `VMXON
VMCLEAR A
VMPTRLD A
VMLAUNCH
AVANCA
VMRESUME
VMCLEAR A
VMXOFF

convidado A:
    MOV RBX, 0x1234
    CPUID
    PUSH RBX
    OUT 0xE9, AL
    VMCALL
`;

const widths = new CSSStyleSheet();
widths.replaceSync('.w20 { width: 20rem } .w60 { width: 60rem }');
document.adoptedStyleSheets.push(widths);

/** Puts the widget in the page, and gives what a test asks of it. */
export function place(program: string, language = 'vmx', width = 'w60') {
  const lab = document.createElement('vmx-lab');
  lab.setAttribute('titulo', 'Painéis');
  lab.className = width;
  const pre = document.createElement('pre');
  pre.dataset['language'] = language;
  pre.textContent = program;
  lab.append(pre);
  document.body.append(lab);
  const root = lab.shadowRoot;
  if (root === null) throw new Error('the widget has no shadow root');
  const all = (selector: string): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(selector)];
  const one = <E extends HTMLElement = HTMLElement>(selector: string): E => {
    const found = root.querySelector<E>(selector);
    if (found === null) throw new Error(`nothing matches ${selector}`);
    return found;
  };
  const press = (name: string): void => {
    const found = all('button').find(
      (button) => button.querySelector('span')?.textContent === name || button.textContent === name,
    );
    if (!found) throw new Error(`no button ${name}`);
    found.click();
  };
  const tab = (name: string): void =>
    all('[role=tab]')
      .find((one) => one.textContent === name)
      ?.click();
  const steps = (count: number): void => {
    for (let n = 0; n < count; n += 1) press('Passo');
  };
  const sentence = (): string => one('[role="status"].sentence').textContent ?? '';
  /** Runs, and waits until it has stopped. */
  const run = async (name = 'Rodar'): Promise<void> => {
    press(name);
    await expect.poll(sentence).not.toContain('Rodando');
  };
  const panel = (): HTMLElement => one('[role=tabpanel]:not([hidden])');
  return { lab, root, all, one, press, tab, steps, sentence, run, panel };
}

/** The text of an element, its spaces as one. */
export const text = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/\s+/g, ' ');
