// Exporting and importing in a real browser: what goes out comes in, and nothing kept is written over unasked.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readWorkFile, writeWorkFile, type WorkItem } from '../../../graders/engine/work-file.ts';
import { objections, place, smallTargets, type Placed } from '../shared/testing.ts';
import { readLessons } from '../storage/reading.ts';
import { allWork, readWork, saveWork } from '../storage/work.ts';
import './work-transfer.ts';

const kept = { text: 'a minha resposta', tries: 2, passed: true };
let placed: Placed;

beforeEach(() => {
  localStorage.clear();
  saveWork('resposta', '2', kept);
  placed = place('work-transfer');
});
afterEach(() => {
  placed.host.remove();
  vi.restoreAllMocks();
});

const item = (id: string, text: string): WorkItem => ({
  kind: 'resposta',
  id,
  text,
  tries: 1,
  passed: false,
});

function bring(text: string, name = 'trabalho.json'): void {
  const input = placed.one<HTMLInputElement>('input[type=file]');
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  input.files = files.files;
  input.dispatchEvent(new Event('change'));
}

const workFile = (...items: WorkItem[]): string =>
  writeWorkFile({ learner: 'Ana', exported: null, items, lessons: { multitarefa: 'lida' } });

it('exports what is kept, with the name, in a file that can be read again', async () => {
  let blob: Blob | undefined;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((made) => {
    blob = made as Blob;
    return 'blob:nada';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  placed.one<HTMLInputElement>('#nome').value = 'José d’Ávila';
  placed.button('Exportar tudo num arquivo').click();
  const read = readWorkFile('t.json', (await blob?.text()) ?? '');
  expect(read.ok && read.value).toMatchObject({
    learner: 'José d’Ávila',
    items: [{ kind: 'resposta', id: '2', ...kept }],
  });
  expect(placed.text('.status')).toMatch(/trabalho-jose-d-avila-\d{4}-\d\d-\d\d\.json/);
});

it('imports what is new at one press, and the lessons read', async () => {
  bring(workFile(item('1', 'nova')));
  await vi.waitFor(() => expect(placed.text('.found')).toContain('O arquivo de Ana traz 1 texto novo'));
  placed.button('Importar').click();
  expect(readWork('resposta', '1')?.text).toBe('nova');
  expect(readWork('resposta', '2')).toEqual(kept);
  expect(readLessons()).toEqual({ multitarefa: 'lida' });
});

it('keeps the text of this browser unless the other is chosen', async () => {
  bring(workFile(item('2', 'outra')));
  await vi.waitFor(() => expect(placed.one('.conflict')).toBeTruthy());
  placed.button('Importar').click();
  expect(readWork('resposta', '2')).toEqual(kept);

  bring(workFile(item('2', 'outra')));
  await vi.waitFor(() => expect(placed.one('.conflict')).toBeTruthy());
  placed.all<HTMLInputElement>('input[type=radio]')[1]?.click();
  placed.button('Importar').click();
  expect(readWork('resposta', '2')?.text).toBe('outra');
});

it('cancelling imports nothing', async () => {
  bring(workFile(item('1', 'nova')));
  await vi.waitFor(() => placed.button('Cancelar').click());
  expect(allWork()).toHaveLength(1);
});

it.each([
  ['', /vazio/],
  ['{"formato":', /cortado/],
  ['PK\u0003\u0004', /Não é um arquivo exportado/],
  ['a\0b', /Não é um arquivo exportado/],
  ['{"a":1}', /não encontrei formato nenhum/],
])('refuses %j with a reason', async (text, reason) => {
  bring(text);
  await vi.waitFor(() => expect(placed.text('.status')).toMatch(reason));
  expect(allWork()).toHaveLength(1);
});

it('takes a file that is dropped on the chooser', async () => {
  const files = new DataTransfer();
  files.items.add(new File([workFile(item('1', 'nova'))], 'trabalho.json'));
  const drop = new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true });
  placed.one('.drop').dispatchEvent(drop);
  expect(drop.defaultPrevented).toBe(true);
  await vi.waitFor(() => expect(placed.text('.found')).toContain('1 texto novo'));
});

it('shows text of a file as text, never as markup', async () => {
  bring(workFile(item('2', '<img src=x onerror=alert(1)>')));
  await vi.waitFor(() => expect(placed.text('.conflict')).toContain('<img src=x'));
  expect(placed.all('img')).toHaveLength(0);
});

it('forgets everything only after being asked twice', () => {
  placed.button('Apagar tudo deste navegador').click();
  placed.button('Ficar com tudo').click();
  expect(allWork()).toHaveLength(1);
  placed.button('Apagar tudo deste navegador').click();
  placed.button('Apagar mesmo').click();
  expect(allWork()).toHaveLength(0);
});

it('has no fault that axe finds and no small target, also with a conflict open', async () => {
  bring(workFile(item('2', 'outra')));
  await vi.waitFor(() => expect(placed.one('.conflict')).toBeTruthy());
  expect(await objections(placed)).toEqual([]);
  expect(smallTargets(placed)).toEqual([]);
});
