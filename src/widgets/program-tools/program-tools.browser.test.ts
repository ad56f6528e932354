// What one does with a program besides running it, in the lab over the real machine: expansion, files, image, link.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { loadProgram } from '../../vmx/program/index.ts';
import { readWork, saveWork } from '../storage/work.ts';
import type { VmxLab } from '../vmx-lab/vmx-lab.ts';
import '../vmx-lab/index.ts';
import { partsOf } from '../shared/testing.ts';
import { packProgram } from './share-codec.ts';

const PROGRAM = 'VMXON\nVMCLEAR A\nVMPTRLD A\nVMLAUNCH\nVMXOFF\n\nconvidado A:\n    CPUID\n';
const OTHER = 'VMXON\nVMXOFF\n';

/** Waits for what comes in a moment, also on a busy machine. */
const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000 });

function place(program = PROGRAM, title = 'Ferramentas', language = 'vmx') {
  const lab = document.createElement('vmx-lab') as VmxLab;
  lab.setAttribute('titulo', title);
  const pre = document.createElement('pre');
  pre.dataset['language'] = language;
  pre.textContent = program;
  lab.append(pre);
  document.body.append(lab);
  const { root, one, button } = partsOf(lab);
  return { lab, root, one, button, message: () => one('.tool-message').textContent ?? '' };
}

/** The files handed to the reader. */
const saved: { name: string; blob: Blob }[] = [];
let last: Blob | null = null;

beforeEach(() => {
  localStorage.clear();
  saved.length = 0;
  history.replaceState(null, '', location.pathname + location.search);
  vi.spyOn(URL, 'createObjectURL').mockImplementation((made) => {
    last = made as Blob;
    return 'blob:x';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    if (last !== null) saved.push({ name: this.download, blob: last });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
  history.replaceState(null, '', location.pathname + location.search);
});

describe('expansion', () => {
  it('shows what each line became, leads back to it, and is saved as assembly that gives the same bytes', async () => {
    const { root, one, button } = place();
    button('Ver expansão').click();
    const dialog = one<HTMLDialogElement>('dialog');
    expect(dialog.open).toBe(true);
    expect(root.activeElement?.getAttribute('aria-label')).toBe('Assembly do programa');
    const group = [...root.querySelectorAll('.expanded li')].find(({ textContent }) =>
      textContent?.startsWith('linha 4'),
    );
    expect(group?.textContent).toMatch(/VMLAUNCH.*HOST_RIP passa a ser.*vmlaunch/s);
    button('Salvar .asm').click();
    expect(saved[0]?.name).toBe('programa.asm');
    const assembly = (await saved[0]?.blob.text()) ?? '';
    const [mine, made] = [loadProgram(PROGRAM, { file: 'a.vmx' }), loadProgram(assembly, { file: 'a.asm' })];
    expect(mine.ok && made.ok && mine.program.bytes).toEqual(made.ok && made.program.bytes);
    button('linha 4').click();
    expect(dialog.open).toBe(false);
    expect(root.activeElement?.classList).toContain('cm-content');
  });

  it('is scrolled and closed by keyboard, and its keys are no commands of the lab', async () => {
    const { one, button } = place();
    button('Ver expansão').focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard('p{Tab}');
    expect(one('.step-count').textContent).toMatch(/^passo 0/);
    await userEvent.keyboard('{Escape}');
    expect(one<HTMLDialogElement>('dialog').open).toBe(false);
  });

  it('is not offered for assembly, and asks for a program without errors', () => {
    expect(() => place('nop\n', 'Outro', 'asm').button('Ver expansão')).toThrow('no button');
    document.body.replaceChildren();
    const { button, message, one } = place('VMPTLRD A\n');
    button('Ver expansão').click();
    expect(message()).toContain('corrija-os');
    expect(one<HTMLDialogElement>('dialog').open).toBe(false);
  });
});

describe('files', () => {
  it('saves the program as it stands', async () => {
    const { lab, button } = place();
    lab.program = OTHER;
    button('Salvar programa').click();
    expect(saved[0]?.name).toBe('programa.vmx');
    expect(await saved[0]?.blob.text()).toBe(OTHER);
  });

  it('makes an image of exactly the size of a floppy, bootable, and says how to boot it', async () => {
    const { button, one } = place();
    button('Baixar imagem de disco').click();
    await soon(() => expect(saved[0]?.name).toBe('programa.img'));
    const image = new Uint8Array((await saved[0]?.blob.arrayBuffer()) ?? new ArrayBuffer());
    expect(image.length).toBe(1_474_560);
    expect([image[510], image[511]]).toEqual([0x55, 0xaa]);
    expect(one('.tool-message a').getAttribute('href')).toBe('/imagem-de-disco/');
  });

  it('says why there is no image', async () => {
    const { lab, button, message } = place('VMPTLRD A\n');
    button('Baixar imagem de disco').click();
    await soon(() => expect(message()).toContain('erros'));
    expect(saved).toHaveLength(0);
    lab.remove();
  });
});

describe('links', () => {
  const copied = vi.fn<(text: string) => Promise<void>>();

  const share = async (text: string): Promise<string> => {
    copied.mockReset();
    copied.mockResolvedValue();
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(copied);
    const { lab, button, message } = place();
    lab.program = text;
    button('Compartilhar').click();
    await soon(() => expect(message()).toContain('Link copiado'));
    localStorage.clear();
    document.body.replaceChildren();
    return new URL(copied.mock.calls[0]?.[0] ?? '').hash;
  };

  it('bring the program to whoever opens them, and give the own one back', async () => {
    const hash = await share(`${OTHER}; <img src=x onerror=alert(1)>\n`);
    history.replaceState(null, '', hash);
    const { lab, root, one, button } = place();
    await soon(() => expect(one('.received').textContent).toContain('Programa recebido por link'));
    expect(lab.program).toContain('VMXOFF\n; <img');
    expect(root.querySelector('img, script')).toBeNull();
    button('Voltar ao meu').click();
    expect(lab.program).toBe(PROGRAM);
    expect(one('.received').hidden).toBe(true);
    expect(location.hash).toBe('');
  });

  it('never write over what the learner has kept, until told to', async () => {
    const hash = await share(OTHER);
    const kept = `${PROGRAM}; meu\n`;
    const first = place();
    first.lab.program = kept;
    const found = localStorage.key(0)?.split('/programa/')[1] ?? '';
    expect(readWork('programa', found)?.text).toBe(kept);
    document.body.replaceChildren();
    history.replaceState(null, '', hash);
    const { lab, one, button } = place();
    await soon(() => expect(lab.program).toBe(OTHER));
    lab.program = `${OTHER}; mudado\n`;
    expect(readWork('programa', found)?.text).toBe(kept);
    button('Ficar com este').click();
    expect(readWork('programa', found)?.text).toBe(`${OTHER}; mudado\n`);
    expect(one('.received').hidden).toBe(true);
    saveWork('programa', found, { text: kept, tries: 0, passed: false });
  });

  it('are read also when they are opened in a page that is already there, by the lab they name', async () => {
    const packed = await packProgram({ lab: 'segundo', text: OTHER });
    const first = place(PROGRAM, 'Primeiro');
    const second = place(PROGRAM, 'Segundo');
    const line = [...second.root.querySelectorAll('.cm-lineNumbers .cm-gutterElement')].at(-2);
    line?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    const stops = (): number => second.root.querySelectorAll('.cm-lineNumbers .stop').length;
    expect(stops()).toBe(1);
    location.hash = packed.ok ? packed.fragment : '';
    await soon(() => expect(second.lab.program).toBe(OTHER));
    expect(first.lab.program).toBe(PROGRAM);
    expect(stops()).toBe(0);
    // What is given back is given back whole, breakpoints too.
    second.button('Voltar ao meu').click();
    expect(second.lab.program).toBe(PROGRAM);
    await soon(() => expect(stops()).toBe(1));
  });

  it.each([
    ['garbage', '#programa=1.x.%00lixo', /estragado/],
    ['another version', '#programa=9.x.AAAA', /outra versão/],
    ['far too long', `#programa=1.x.${'A'.repeat(50_000)}`, /grande demais/],
  ])('that are hostile or broken change nothing and say so: %s', async (_name, hash, message) => {
    history.replaceState(null, '', hash);
    const { lab, one } = place();
    await soon(() => expect(one('.received').textContent).toMatch(message));
    expect(lab.program).toBe(PROGRAM);
    expect(localStorage.length).toBe(0);
  });

  it('are shown to be copied by hand where the page may not, and refused where too long', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
    const { lab, one, button, message } = place();
    button('Compartilhar').click();
    await soon(() =>
      expect(one<HTMLInputElement>('.tool-message input').value).toContain('#programa=1.ferramentas.'),
    );
    let seed = 7;
    lab.program = Array.from(
      { length: 2_000 },
      () => `; ${(seed = (seed * 48_271) % 2_147_483_647)} ${(seed * 31) % 99_991}`,
    ).join('\n');
    button('Compartilhar').click();
    await soon(() => expect(message()).toMatch(/grande demais para um link.*16\.000.*mande o arquivo/));
  });
});
