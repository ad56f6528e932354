// The public face of the VMX machine: everything other folders import comes from here.
export * from './trace/events.ts';
export * from './machine-types.ts';
export * from './fields/fields.ts';
export type { Profile, ProfileName } from './profiles/profile.ts';
export { penryn } from './profiles/penryn.ts';
export { haswell } from './profiles/haswell.ts';
export { Machine } from './machine.ts';
export { PROGRAM, GUEST_BASES, GUEST_32_BASE } from './ground/ground.ts';
export { TimeTravel, type TimeTravelOptions } from './time-travel.ts';
