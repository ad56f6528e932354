// The list of steps and events as a panel.
import type { SessionLike } from '../../../vmx/program/session-types.ts';
import { EventList } from '../event-list.ts';
import type { LabPanel } from './panel.ts';

export class StepsPanel implements LabPanel {
  readonly id = 'passos';
  readonly label = 'Passos';
  readonly element: HTMLElement;
  readonly #list: EventList;

  constructor(goTo: (step: number) => void) {
    this.#list = new EventList(goTo);
    this.element = this.#list.element;
  }

  draw(session: SessionLike | null): void {
    this.#list.draw(session?.reports ?? [], session?.program.regions ?? []);
  }
}
