// What every panel under the machine is: a name for its tab, and a drawing of a session where it stands.
import type { SessionLike } from '../../../vmx/program/session-types.ts';

export interface LabPanel {
  /** Unique in the widget; also what is remembered of the open tab. */
  readonly id: string;
  readonly label: string;
  readonly element: HTMLElement;
  /** Draws; null while no program can run. Called only while the panel is shown. */
  draw(session: SessionLike | null): void;
}
