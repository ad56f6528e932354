// The 97 checks in architectural order: controls, host state, guest state. SDM vol. 3, 26.2 and 26.3.1.
import type { Check } from './check.ts';
import { CONTROL_CHECKS } from './control-checks.ts';
import { HOST_CHECKS } from './host-checks.ts';
import { GUEST_OTHER_CHECKS, GUEST_REGISTER_CHECKS } from './guest-checks.ts';
import { GUEST_SEGMENT_CHECKS } from './guest-segment-checks.ts';

export const GUEST_CHECKS: readonly Check[] = [
  ...GUEST_REGISTER_CHECKS,
  ...GUEST_SEGMENT_CHECKS,
  ...GUEST_OTHER_CHECKS,
];

/** By group: what its failure leads to is error 7, error 8, exit reason 33. */
export const CHECK_GROUPS: readonly (readonly Check[])[] = [CONTROL_CHECKS, HOST_CHECKS, GUEST_CHECKS];

export const ALL_CHECKS: readonly Check[] = CHECK_GROUPS.flat();
