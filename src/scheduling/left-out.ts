// What the model leaves out, as codes for the catalogue: a page that draws a result must show them.

/**
 * - `cache-warmth`: a program that comes back to a processor runs at full speed at once.
 * - `miss-overlap`: a cache miss of one logical processor is not filled with the work of the other.
 * - `partitioned-buffers`: queues split in two while both logical processors are active (MT mode) cost nothing.
 * - `overhead-contention`: switches and exits take fixed time and do not compete for the execution units.
 * - `instruction-detail`: a program is a uniform flow; single instructions, branches and latencies are not seen.
 * - `priorities`: all programs and all virtual processors are equal; only round robin.
 * - `device-contention`: waits for devices do not queue behind each other.
 * - `interrupt-exits`: a device's interrupt that wakes a program costs no exit of whoever is running.
 * - `memory-virtualization`: shadow or nested page tables cost only what `sensitiveEvery` says.
 * - `guest-locks`: no guest spins on a lock held by a virtual processor that is not running.
 * - `migration`: going to another logical processor costs no more than a switch.
 * - `rebalancing`: a program that shares a core stays there when another core falls idle during its slice.
 * - `frequency`: the clock does not change with the load.
 */
export const LEFT_OUT = [
  'cache-warmth',
  'miss-overlap',
  'partitioned-buffers',
  'overhead-contention',
  'instruction-detail',
  'priorities',
  'device-contention',
  'interrupt-exits',
  'memory-virtualization',
  'guest-locks',
  'migration',
  'rebalancing',
  'frequency',
] as const;

export type LeftOut = (typeof LEFT_OUT)[number];
