// Keeping work in a real browser's storage: what goes in comes out, and nothing in there can break a page.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MAX_ITEM_LENGTH } from '../../../graders/engine/work-file.ts';
import { allWork, forgetWork, readWork, saveWork } from './work.ts';

const WORK = { text: 'VMXON\n; não é “só” ASCII ✓\n', tries: 2, passed: true };

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

it('gives back what was saved, by kind and exercise, and forgets when asked', () => {
  expect(saveWork('programa', 'vmx/01', WORK)).toBe(true);
  expect(readWork('programa', 'vmx/01')).toEqual(WORK);
  expect(readWork('resposta', 'vmx/01')).toBeNull();
  expect(readWork('programa', 'vmx/02')).toBeNull();
  forgetWork('programa', 'vmx/01');
  expect(readWork('programa', 'vmx/01')).toBeNull();
});

it('lists all work for handing it over, and nothing of other programs or versions', () => {
  saveWork('resposta', '2', WORK);
  saveWork('programa', 'vmx/01', WORK);
  localStorage.setItem('tema', 'dark');
  localStorage.setItem('vanderpool/0/programa/velho', JSON.stringify(WORK));
  expect(allWork().map(({ kind, id }) => `${kind} ${id}`)).toEqual(['programa vmx/01', 'resposta 2']);
});

it.each(['', 'null', '[]', '{', '{"text":1}', '{"text":null,"tries":1}'])(
  'takes %j for nothing saved',
  (stored) => {
    saveWork('programa', 'x', WORK);
    localStorage.setItem(localStorage.key(0) ?? '', stored);
    expect(readWork('programa', 'x')).toBeNull();
    expect(allWork()).toEqual([]);
  },
);

it('mends a count that makes no sense', () => {
  saveWork('programa', 'x', WORK);
  localStorage.setItem(localStorage.key(0) ?? '', '{"text":"a","tries":-3,"passed":"sim"}');
  expect(readWork('programa', 'x')).toEqual({ text: 'a', tries: 0, passed: false });
});

it('says so when the browser keeps nothing, and does not throw', () => {
  expect(saveWork('programa', 'x', { ...WORK, text: 'a'.repeat(MAX_ITEM_LENGTH + 1) })).toBe(false);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  expect(saveWork('programa', 'x', WORK)).toBe(false);
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('forbidden', 'SecurityError');
  });
  expect(readWork('programa', 'x')).toBeNull();
});
