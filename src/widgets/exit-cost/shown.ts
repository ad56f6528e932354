// What <exit-cost> supposes of later processors at first: the last exit of the published table, and round handling.
import { ROUND_TRIPS, type LaterExits } from '../../exit-cost/index.ts';

export const LATER_AT_FIRST: LaterExits = {
  roundTrip: ROUND_TRIPS.at(-1)?.cycles ?? 0,
  handling: 1000,
  nestedPaging: false,
};
