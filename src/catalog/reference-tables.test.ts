// The tables of the reference pages: nothing of the machine is left without words, and no words are of nothing.
import { describe, expect, it } from 'vitest';
import { FIELDS } from '../vmx/index.ts';
import { ALL_CHECKS, CHECK_GROUPS } from '../vmx/checks/all-checks.ts';
import { CHECK_GROUP_TEXTS, entryCheckDemand } from './entry-checks.ts';
import { exitReasonNumbers } from './exit-reasons.ts';
import { fieldGroup, fieldRequirement, vmcsFieldName } from './vmcs-fields.ts';
import { vmInstructionErrorNumbers } from './vm-instruction-errors.ts';

describe('the fields of the VMCS', () => {
  it('have each a name of its own', () => {
    const names = FIELDS.map(({ name }) => vmcsFieldName(name));
    expect(names.every((name) => name.length > 2)).toBe(true);
    expect(new Set(names).size).toBe(FIELDS.length);
  });

  it('have a group and, where they need one, a feature', () => {
    for (const { type, requires } of FIELDS) {
      expect(fieldGroup(type).title).not.toBe('');
      if (requires !== null) expect(fieldRequirement(requires)).toMatch(/\p{L}/u);
    }
  });
});

describe('the entry checks', () => {
  it('have each a sentence of its own', () => {
    const demands = ALL_CHECKS.map(({ id }) => entryCheckDemand(id));
    expect(demands.filter((demand) => !/^\p{Lu}.*\.$/u.test(demand))).toEqual([]);
    expect(new Set(demands).size).toBe(ALL_CHECKS.length);
  });

  it('have a text for each group', () => {
    expect(CHECK_GROUP_TEXTS).toHaveLength(CHECK_GROUPS.length);
  });

  it('refuse an identifier that is no check', () => {
    expect(() => entryCheckDemand('C99')).toThrow(/C99/);
  });
});

it('numbers of errors and of exit reasons are those of the manual of 2016', () => {
  const between = (from: number, to: number, without: readonly number[]) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((n) => !without.includes(n));
  expect(vmInstructionErrorNumbers()).toEqual(between(1, 28, [14, 21, 27]));
  expect(exitReasonNumbers()).toEqual(between(0, 64, [35, 38, 42]));
});
