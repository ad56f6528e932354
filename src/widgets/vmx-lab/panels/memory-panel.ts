// Memory in hexadecimal and characters, from an address that is typed or jumped to; changed bytes are marked.
// A VMCS region is shown for what it is: the manual leaves its format to the processor (SDM vol. 3, 24.2 and 24.11.1).
import { addressError, addressReading } from '../../../catalog/address-errors.ts';
import { hex } from '../../../catalog/machine-names.ts';
import { readAddress } from '../../../vmx/program/address-text.ts';
import type { Landmark } from '../../../vmx/program/inspection-types.ts';
import type { SessionLike } from '../../../vmx/program/session-types.ts';
import { h, setAttributes, setText, type Child } from '../../shared/dom.ts';
import type { LabPanel } from './panel.ts';
import { nothingYet } from './values.ts';

const ROWS = 16;
const PAGE = 4096n;
/** Bytes of a VMCS region whose meaning the manual fixes: revision identifier and VMX-abort indicator. */
const DEFINED = 8;
/** Narrower than this, a line has eight bytes instead of sixteen. */
const WIDE = 620;

const NAMES: Readonly<Record<Landmark['kind'], string>> = {
  rip: 'RIP',
  rsp: 'RSP',
  vmxon: 'VMXON',
  vmcs: 'VMCS',
  'io-bitmap-a': 'Bitmap de E/S A',
  'io-bitmap-b': 'Bitmap de E/S B',
  'msr-bitmap': 'Bitmaps de MSR',
};

export class MemoryPanel implements LabPanel {
  readonly id = 'memoria';
  readonly label = 'Memória';
  readonly element = h('div', { class: 'memory' });
  readonly #input = h('input', {
    id: 'endereco',
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-describedby': 'endereco-erro',
  });
  readonly #error = h('p', { id: 'endereco-erro', class: 'field-error', role: 'status' });
  readonly #readAs = h('p', { class: 'read-as quiet-text', role: 'status' });
  readonly #jumps = h('div', { class: 'jumps', role: 'group', 'aria-label': 'Ir a um lugar da memória' });
  readonly #about = h('p', { class: 'quiet-text' });
  readonly #opaque = h('p', { class: 'opaque-note' });
  readonly #dump = h('div', {
    class: 'dump mono',
    tabindex: 0,
    role: 'group',
    'aria-label': 'Bytes da memória',
  });
  readonly #body: HTMLElement;
  #address = 0x100000;
  #session: SessionLike | null = null;
  #drawnJumps = '';

  constructor() {
    const form = h(
      'form',
      { class: 'goto' },
      h('label', { for: 'endereco' }, 'Endereço físico'),
      this.#input,
      h('button', { type: 'submit' }, 'Ir'),
      this.#button('Antes', () => this.#move(-1)),
      this.#button('Depois', () => this.#move(1)),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#typed();
    });
    this.#body = h(
      'div',
      { class: 'memory-body' },
      form,
      this.#error,
      this.#readAs,
      this.#jumps,
      this.#opaque,
      this.#dump,
      this.#about,
    );
    new ResizeObserver(() => this.#show()).observe(this.element);
  }

  draw(session: SessionLike | null): void {
    this.#session = session;
    const wanted = session === null ? nothingYet() : this.#body;
    if (this.element.firstChild !== wanted) this.element.replaceChildren(wanted);
    this.#show();
  }

  /** Shows the bytes from an address on. */
  goTo(address: number): void {
    this.#address = address;
    this.#fail('');
    this.#input.value = hex(address);
    this.#show();
  }

  #typed(): void {
    if (this.#session === null) return;
    const { registers } = this.#session.view;
    const read = readAddress(this.#input.value, registers, this.#session.inspector.ramBytes);
    if (read.ok) {
      const said = addressReading(this.#input.value, read.address);
      this.goTo(read.address);
      setText(this.#readAs, said);
    } else this.#fail(addressError(read.problem, this.#session.inspector.ramBytes));
  }

  #fail(message: string): void {
    setText(this.#readAs, '');
    setText(this.#error, message);
    setAttributes(this.#input, { 'aria-invalid': message === '' ? null : 'true' });
  }

  #move(pages: -1 | 1): void {
    const ram = this.#session?.inspector.ramBytes ?? 0;
    const most = ram - this.#perLine() * ROWS;
    this.goTo(Math.min(most, Math.max(0, this.#start() + pages * this.#perLine() * ROWS)));
  }

  #perLine(): number {
    return this.element.clientWidth >= WIDE ? 16 : 8;
  }

  /** The line in which the address lies begins the view. */
  #start(): number {
    return this.#address - (this.#address % this.#perLine());
  }

  #show(): void {
    const session = this.#session;
    if (session === null || this.element.clientWidth === 0) return;
    if (this.#input.value === '' && this.#error.textContent === '') this.#input.value = hex(this.#address);
    const perLine = this.#perLine();
    const start = this.#start();
    const { now, before } = session.inspector.memory(start, perLine * ROWS);
    const region = session.inspector
      .regions()
      .find(({ address }) => BigInt(start) < address + PAGE && BigInt(start + now.length) > address);
    const opaque = (at: number): boolean =>
      region !== undefined &&
      BigInt(at) >= region.address + BigInt(DEFINED) &&
      BigInt(at) < region.address + PAGE;
    let changed = 0;
    const lines: HTMLElement[] = [];
    for (let line = 0; line < now.length; line += perLine) {
      const bytes: Child[] = [];
      let characters = '';
      const end = Math.min(line + perLine, now.length);
      for (let index = line; index < end; index += 1) {
        const value = now[index] ?? 0;
        const differs = before !== null && before[index] !== value;
        if (differs) changed += 1;
        const text = value.toString(16).toUpperCase().padStart(2, '0');
        const space = index === end - 1 ? '' : index % 8 === 7 ? '  ' : ' ';
        if (differs) bytes.push(h('b', { class: 'changed' }, text), space);
        else if (opaque(start + index)) bytes.push(h('span', { class: 'opaque' }, text), space);
        else bytes.push(text + space);
        characters += value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '.';
      }
      lines.push(
        h(
          'div',
          { class: 'dump-line' },
          h('span', { class: 'at' }, `0x${(start + line).toString(16).toUpperCase().padStart(6, '0')}`),
          h('span', { class: 'hex' }, ...bytes),
          h('span', { class: 'chars' }, characters),
        ),
      );
    }
    this.#dump.replaceChildren(...lines);
    setText(
      this.#opaque,
      region === undefined
        ? ''
        : `Região da VMCS ${region.name}. O manual só define os 8 primeiros bytes: a revisão e o indicador de aborto. O resto é do processador: ele pode guardar os campos em si mesmo, sem escrevê-los aqui, e este formato é só o deste simulador. Para ler um campo, VMREAD, ou a aba VMCS.`,
    );
    this.#opaque.hidden = region === undefined;
    setText(this.#about, aboutChanges(changed, before !== null));
    this.#drawJumps(session.inspector.landmarks());
  }

  #drawJumps(places: readonly Landmark[]): void {
    const key = places.map(({ kind, name, address }) => `${kind}${name}${address}`).join();
    if (key === this.#drawnJumps) return;
    this.#drawnJumps = key;
    const focused = (this.element.getRootNode() as ShadowRoot | Document).activeElement;
    const had = focused instanceof HTMLElement ? focused.dataset['jump'] : undefined;
    this.#jumps.replaceChildren(
      ...places.map(({ kind, name, address }) => {
        const label = name === '' || kind !== 'vmcs' ? NAMES[kind] : `${NAMES[kind]} ${name}`;
        const made = this.#button(label, () => this.#jump(address));
        made.dataset['jump'] = `${kind}${name}`;
        return made;
      }),
    );
    if (had === undefined) return;
    for (const made of this.#jumps.children)
      if (made instanceof HTMLElement && made.dataset['jump'] === had) made.focus();
  }

  #jump(address: bigint): void {
    const ram = this.#session?.inspector.ramBytes ?? 0;
    if (address < BigInt(ram)) this.goTo(Number(address));
    else this.#fail(addressError({ code: 'beyond-memory', address }, ram));
  }

  #button(label: string, action: () => void): HTMLButtonElement {
    const made = h('button', { type: 'button' }, label);
    made.addEventListener('click', action);
    return made;
  }
}

function aboutChanges(changed: number, compared: boolean): string {
  if (!compared) return 'Nenhum passo ainda: não há com o que comparar.';
  if (changed === 0) return 'Nenhum destes bytes mudou no último passo.';
  const count = changed === 1 ? '1 destes bytes mudou' : `${changed} destes bytes mudaram`;
  return `${count} no último passo, em negrito e sublinhado.`;
}
