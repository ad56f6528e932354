// What <process-memory> shows first, read the same way by the page's build and by the widget.
import { memoryEventText } from '../../catalog/process-memory-texts.ts';
import { EXAMPLES, type ExampleName, type Step } from '../../process-memory/index.ts';

/** Steps of the example already taken when the page opens, so that there is something to see. */
export const STEPS_AT_FIRST = 2;

export const shownExample = (text: string | null | undefined): ExampleName =>
  EXAMPLES.find((one) => one === text) ?? 'calls';

/** What came of one step, in plain sentences. */
export function stepInWords({ events }: Step, at: number): string {
  const told = events.map(memoryEventText).filter((text) => text !== '');
  if (told.length > 0) return told.join(' ');
  return at === 0
    ? 'O processo começou: main está na pilha da thread 1, e o heap está vazio.'
    : 'Um endereço passou de uma variável para outra: agora duas o guardam.';
}
