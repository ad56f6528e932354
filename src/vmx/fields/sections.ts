// The groups in which the manual describes the fields of a VMCS. SDM vol. 3, 24.4 to 24.9.
import type { VmcsField } from './fields.ts';

export type FieldSection =
  | 'guest-state'
  | 'host-state'
  | 'execution-controls'
  | 'exit-controls'
  | 'entry-controls'
  | 'exit-information';

export const FIELD_SECTIONS: readonly FieldSection[] = [
  'guest-state',
  'host-state',
  'execution-controls',
  'exit-controls',
  'entry-controls',
  'exit-information',
];

/** Which of them a field belongs to. */
export function fieldSection({ type, name }: VmcsField): FieldSection {
  if (type === 'guest') return 'guest-state';
  if (type === 'host') return 'host-state';
  if (type === 'exit-information') return 'exit-information';
  if (name.startsWith('vmexit_')) return 'exit-controls';
  return name.startsWith('vmentry_') ? 'entry-controls' : 'execution-controls';
}
