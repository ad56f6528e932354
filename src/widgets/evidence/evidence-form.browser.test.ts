// The form of exercise 6 in a real browser: files read in the page, graded, kept; without JavaScript nothing is lost.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import criterios from '../../../exercises/06-virtualbox/criterios.yaml?raw';
import definicao from '../../../exercises/06-virtualbox/exercicio.yaml?raw';
import recordedSettings from '../../../exercises/06-virtualbox/maquina-gravada/Laboratorio.vbox?raw';
import recordedLog from '../../../exercises/06-virtualbox/maquina-gravada/VBox.log?raw';
import usageCriteria from '../../../exercises/07-process-explorer/criterios.yaml?raw';
import usageDefinition from '../../../exercises/07-process-explorer/exercicio.yaml?raw';
import processes from '../../../exercises/07-process-explorer/maquina-gravada/lista-de-processos.txt?raw';
import usageRubric from '../../../exercises/07-process-explorer/rubrica-texto.yaml?raw';
import { hashRuns, writeHashes } from '../../../graders/answers/index.ts';
import { parse } from 'yaml';
import { saveWork } from '../storage/work.ts';
import './index.ts';

// Another machine of the same form: the recorded one, handed in as one's own, is known by its identifier.
const log = recordedLog.replace('4d 7e 21 c6', '4d 7e 21 c7');
const settings = recordedSettings.replace('c6217e4d', 'c7217e4d');

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => {
  document.body.replaceChildren();
});

const machine = {
  definicao: parse(definicao) as unknown,
  criterios: parse(criterios) as unknown,
  gravada: { 'VBox.log': recordedLog, 'Laboratorio.vbox': recordedSettings },
};
const usage = {
  definicao: parse(usageDefinition) as unknown,
  criterios: parse(usageCriteria) as unknown,
  rubrica: parse(usageRubric) as unknown,
  gravada: {},
};

function mount(data: object = machine): { element: HTMLElement; root: ShadowRoot } {
  const element = document.createElement('evidence-form');
  const script = document.createElement('script');
  script.type = 'application/json';
  script.textContent = JSON.stringify(data);
  element.append(script);
  document.body.append(element);
  const root = element.shadowRoot;
  if (root === null) throw new Error('not built');
  return { element, root };
}

const get = <T extends Element>(root: ShadowRoot, selector: string): T => {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(selector);
  return found;
};

function give(root: ShadowRoot, files: readonly File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  get(root, '.drop').dispatchEvent(
    new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
  );
}

const press = (root: ShadowRoot) => {
  get<HTMLButtonElement>(root, 'button.primary').click();
};

it('reads dropped files, says what each is, and grades them', async () => {
  const { root } = mount();
  give(root, [
    new File([log], 'qualquer-nome.txt'),
    new File([settings], 'b'),
    new File(['MZ\0\0'], 'tela.png'),
  ]);
  await expect.poll(() => root.querySelectorAll('.file').length).toBe(3);
  const text = get(root, '.files').textContent;
  expect(text).toContain('motor: VT-x');
  expect(text).toContain('memória (MB): 2048');
  expect(get(root, '.file.refused').textContent).toContain('programa');
  press(root);
  expect(get(root, '.result').textContent).toMatch(/Aprovado: 7,5 de 10 pontos/);
  // The verdict is seen once: the line that repeats it is for screen readers.
  const lines = [...root.querySelectorAll<HTMLElement>('[role=status]')].filter((line) =>
    line.textContent.includes('7,5 de 10'),
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]?.offsetWidth).toBeLessThanOrEqual(1);
});

it('judges the recorded machine by the form, and keeps the form', () => {
  const { root } = mount();
  const set = (key: string, value: string) => {
    const input = get<HTMLInputElement>(root, `#campo-${key}`);
    input.value = value;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  set('maquina', 'gravada');
  set('motor', 'VT-x');
  press(root);
  expect(get(root, '.result').textContent).toMatch(/2 de 10 pontos/);
  expect(get(root, '.result').textContent).toContain('máquina gravada');
  document.body.replaceChildren();
  const again = mount();
  expect(get<HTMLInputElement>(again.root, '#campo-motor').value).toBe('VT-x');
});

it('takes a file out again, and labels every field', async () => {
  const { root } = mount();
  give(root, [new File([log], 'VBox.log')]);
  await expect.poll(() => root.querySelectorAll('.file').length).toBe(1);
  get<HTMLButtonElement>(root, '.file button').click();
  expect(root.querySelectorAll('.file')).toHaveLength(0);
  for (const input of root.querySelectorAll('input, select')) {
    expect(root.querySelector(`label[for="${input.id}"]`)).not.toBeNull();
  }
});

it('leaves the page as it is where the data is missing', () => {
  const element = document.createElement('evidence-form');
  element.textContent = 'Entregue no terminal.';
  document.body.append(element);
  expect(element.shadowRoot).toBeNull();
  expect(element.textContent).toBe('Entregue no terminal.');
});

it('keeps what could not be read in the list, and goes on with the others', async () => {
  const { root } = mount();
  const broken = new File(['x'], 'pasta');
  broken.stream = () => {
    throw new DOMException('gone', 'NotFoundError');
  };
  give(root, [new File([log], 'VBox.log')]);
  await expect.poll(() => root.querySelectorAll('.file').length).toBe(1);
  const pick = get<HTMLInputElement>(root, '#arquivos');
  Object.defineProperty(pick, 'files', {
    configurable: true,
    value: [broken, new File([settings], 'b.vbox')],
  });
  pick.dispatchEvent(new Event('change'));
  await expect.poll(() => root.querySelectorAll('.file').length).toBe(3);
  expect(get(root, '.file.refused').textContent).toContain('solte os arquivos de dentro');
});

it('leaves the keyboard somewhere when a file is taken out', async () => {
  const { root } = mount();
  give(root, [new File([log], 'VBox.log'), new File([settings], 'b.vbox')]);
  await expect.poll(() => root.querySelectorAll('.file').length).toBe(2);
  const first = get<HTMLButtonElement>(root, '.file button');
  first.focus();
  first.click();
  expect(root.activeElement?.getAttribute('aria-label')).toBe('Tirar b.vbox');
  get<HTMLButtonElement>(root, '.file button').click();
  expect(root.activeElement?.id).toBe('arquivos');
});

it('answers while it reads a log of many megabytes', async () => {
  const { root } = mount();
  const line = '00:10:00.000000 TM: Giving up catch-up attempt at a 60 092 674 730 ns lag\n';
  const long = new File([log, ...Array.from({ length: 30 }, () => line.repeat(14_000))], 'VBox.log');
  let turns = 0;
  const clock = setInterval(() => (turns += 1));
  give(root, [long]);
  await expect.poll(() => root.querySelectorAll('.file').length, { timeout: 20_000 }).toBe(1);
  clearInterval(clock);
  expect(get(root, '.files').textContent).toContain('motor: VT-x');
  expect(turns).toBeGreaterThan(0);
});

it('says that the files are not kept', () => {
  expect(mount().root.querySelector('#privado')?.textContent).toContain('os arquivos, não');
});

it('judges the text of exercise 7 against the machine that exercise 6 describes', async () => {
  const form6 = "---\nexercicio: '6'\nmaquina: minha\nmemoria: 2 GB\nprocessadores: '2'\n---\n";
  const answer = async (form: string | null) => {
    localStorage.clear();
    document.body.replaceChildren();
    if (form !== null) saveWork('resposta', '6', { text: form, tries: 1, passed: true });
    const { root } = mount(usage);
    give(root, [new File([processes], 'lista.txt')]);
    await expect.poll(() => root.querySelectorAll('.file').length).toBe(1);
    const fields = {
      'vm-es': '0,3',
      'posicao-em-es': '3',
      'memoria-do-computador': '16 GB',
      'processadores-do-computador': '8',
    };
    for (const [key, value] of Object.entries(fields)) {
      get<HTMLInputElement>(root, `#campo-${key}`).value = value;
    }
    get<HTMLTextAreaElement>(root, '#texto').value =
      'O VirtualBoxVM usa 1451 MB de memória, 18,75% da CPU e 0,3 MB/s de E/S.';
    press(root);
    await expect.poll(() => root.querySelector('.result')).not.toBeNull();
    return get(root, '.result').textContent;
  };
  expect(await answer(null)).toContain('falta a configuração da máquina');
  expect(await answer(form6)).not.toContain('falta a configuração');
});

it('knows a copy of the course’s text in the text of exercise 7', async () => {
  const copied =
    'A máquina virtual é um processo como os outros, e o gerenciador de tarefas do anfitrião mostra quanto ela pede.';
  const answer = vi
    .spyOn(globalThis, 'fetch')
    .mockResolvedValue(new Response(writeHashes([...hashRuns(copied)])));
  document.documentElement.dataset['base'] = '/';
  const { root } = mount(usage);
  get<HTMLTextAreaElement>(root, '#texto').value = copied;
  give(root, [new File([processes], 'lista.txt')]);
  await expect.poll(() => root.querySelectorAll('.file').length).toBe(1);
  press(root);
  await expect.poll(() => root.querySelector('.result')?.textContent).toContain('repete o texto da lição');
  expect(answer.mock.calls[0]?.[0]).toBe('/textos-do-curso.txt');
  delete document.documentElement.dataset['base'];
  answer.mockRestore();
});
