import { expect, it } from 'vitest';
import { ALL_CHECKS } from '../vmx/checks/all-checks.ts';
import { entryCheckQuestion } from './entry-check-questions.ts';

it('every check has a question, and nothing else has', () => {
  for (const { id } of ALL_CHECKS) expect(entryCheckQuestion(id)).toMatch(/\?|\.$/);
  expect(() => entryCheckQuestion('C25')).toThrow();
});
