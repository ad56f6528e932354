// The form of exercise 6 in a real browser: files read in the page, graded, kept; without JavaScript nothing is lost.
import { afterEach, beforeEach, expect, it } from 'vitest';
import criterios from '../../../exercises/06-virtualbox/criterios.yaml?raw';
import definicao from '../../../exercises/06-virtualbox/exercicio.yaml?raw';
import recordedSettings from '../../../exercises/06-virtualbox/maquina-gravada/Laboratorio.vbox?raw';
import recordedLog from '../../../exercises/06-virtualbox/maquina-gravada/VBox.log?raw';
import { parse } from 'yaml';
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

function mount(): { element: HTMLElement; root: ShadowRoot } {
  const element = document.createElement('evidence-form');
  const script = document.createElement('script');
  script.type = 'application/json';
  script.textContent = JSON.stringify({
    definicao: parse(definicao) as unknown,
    criterios: parse(criterios) as unknown,
    gravada: { 'VBox.log': recordedLog, 'Laboratorio.vbox': recordedSettings },
  });
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
