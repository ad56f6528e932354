// Why an entry failed: every check that does not hold, with its fields, their values and the bits at fault; and the
// same list of the current VMCS at any time, before entering. SDM vol. 3, 26.2, 26.3 and 26.7.
import { bitsInWords } from '../../../catalog/bit-names.ts';
import { entryCheckQuestion } from '../../../catalog/entry-check-questions.ts';
import { CHECK_GROUP_TEXTS, entryCheckDemand } from '../../../catalog/entry-checks.ts';
import { exitReason } from '../../../catalog/exit-reasons.ts';
import { fieldMeaning } from '../../../catalog/field-values.ts';
import { fieldName, hex } from '../../../catalog/machine-names.ts';
import { vmInstructionError } from '../../../catalog/vm-instruction-errors.ts';
import type {
  CheckedField,
  CheckReading,
  EntryReading,
  FailedEntry,
} from '../../../vmx/program/inspection-types.ts';
import type { SessionLike } from '../../../vmx/program/session-types.ts';
import { h, setText } from '../../shared/dom.ts';
import type { LabPanel } from './panel.ts';
import { checkReference } from './reference-paths.ts';
import { nothingYet } from './values.ts';

/** Fields written out in one check; the rest can be opened. */
const MANY = 6;
const GROUPS = ['error-7', 'error-8', 'exit-33'] as const;

export interface EntryActions {
  /** Opens a field of a region in the VMCS browser. */
  readonly onField: (region: bigint, name: string) => void;
  readonly onStep: (step: number) => void;
}

export class EntryPanel implements LabPanel {
  readonly id = 'entrada';
  readonly label = 'Entrada';
  readonly element = h('div', { class: 'entry-panel' });
  readonly #actions: EntryActions;
  readonly #failed = h('div', { class: 'failed-entry' });
  readonly #checked = h('div', { class: 'checked-now' });
  readonly #status = h('p', { role: 'status', class: 'sr' });
  readonly #body: HTMLElement;
  #session: SessionLike | null = null;
  #drawn: FailedEntry | null | undefined = undefined;
  /** Step at which the current VMCS was checked. */
  #checkedAt: number | null = null;

  constructor(actions: EntryActions) {
    this.#actions = actions;
    const button = h('button', { type: 'button' }, 'Conferir a VMCS atual');
    button.addEventListener('click', () => this.#check());
    this.#body = h(
      'div',
      {},
      this.#failed,
      h('h4', {}, 'Antes de entrar'),
      h(
        'p',
        { class: 'quiet-text' },
        'Faz agora as verificações que VMLAUNCH e VMRESUME fariam na VMCS corrente, sem rodar nada.',
      ),
      h('p', {}, button),
      this.#checked,
      this.#status,
    );
  }

  draw(session: SessionLike | null): void {
    this.#session = session;
    const wanted = session === null ? nothingYet() : this.#body;
    if (this.element.firstChild !== wanted) this.element.replaceChildren(wanted);
    if (session === null) return;
    if (this.#checkedAt !== null && this.#checkedAt !== session.view.stepNumber) {
      this.#checkedAt = null;
      this.#checked.replaceChildren();
      setText(this.#status, '');
    }
    const failed = session.inspector.failedEntry();
    if (failed === this.#drawn) return;
    this.#drawn = failed;
    this.#failed.replaceChildren(...(failed === null ? [noFailure()] : this.#failure(failed)));
  }

  #check(): void {
    const session = this.#session;
    if (session === null) return;
    const reading = session.inspector.checkEntry();
    this.#checkedAt = session.view.stepNumber;
    const said =
      reading === null
        ? 'Não há VMCS corrente: VMLAUNCH e VMRESUME falhariam sem verificação nenhuma, com CF = 1.'
        : checkedText(reading, session);
    setText(this.#status, said);
    this.#checked.replaceChildren(
      h('p', { class: 'checked-text', 'aria-hidden': 'true' }, said),
      ...(reading === null ? [] : this.#checks(reading)),
    );
  }

  #failure(failed: FailedEntry): HTMLElement[] {
    const where =
      failed.line === null ? `passo ${failed.step}` : `passo ${failed.step}, linha ${failed.line}`;
    const go = h('button', { type: 'button', class: 'link' }, `Ver o ${where}`);
    go.addEventListener('click', () => this.#actions.onStep(failed.step));
    const shown = [
      h('h4', {}, 'Por que a entrada falhou'),
      h('p', {}, failureText(failed)),
      failed.reading?.everCleared === false ? h('p', { class: 'question' }, NEVER_CLEARED) : null,
      h('p', {}, go),
      ...(failed.reading === null ? [] : this.#checks(failed.reading)),
    ];
    return shown.filter((element) => element !== null);
  }

  #checks(reading: EntryReading): HTMLElement[] {
    return GROUPS.flatMap((consequence, index) => {
      const checks = reading.checks.filter((check) => check.consequence === consequence);
      if (checks.length === 0) return [];
      return [
        h('h5', {}, `${CHECK_GROUP_TEXTS[index]?.title ?? ''}: ${GROUP_ENDS[index] ?? ''}`),
        h('ul', { class: 'checks' }, ...checks.map((check) => this.#item(check, reading.region.address))),
      ];
    });
  }

  #item(check: CheckReading, region: bigint): HTMLElement {
    const path = checkReference(check.id);
    const at = check.fields.filter(isAtFault);
    const first = at.length > 0 ? at : check.fields.slice(0, MANY);
    const rest = check.fields.filter((field) => !first.includes(field));
    const item = (field: CheckedField): HTMLElement => this.#field(field, region);
    return h(
      'li',
      { class: 'check-item' },
      h(
        'p',
        {},
        path === null ? h('strong', {}, check.id) : h('a', { href: path, title: 'Na referência' }, check.id),
        ` ${entryCheckDemand(check.id)}`,
      ),
      h('ul', { class: 'checked-fields' }, ...first.map(item)),
      rest.length === 0
        ? null
        : h(
            'details',
            {},
            h('summary', {}, rest.length === 1 ? 'Mais 1 campo lido' : `Mais ${rest.length} campos lidos`),
            h('ul', { class: 'checked-fields' }, ...rest.map(item)),
          ),
      h('p', { class: 'question' }, entryCheckQuestion(check.id)),
      h('p', { class: 'manual' }, `Manual da Intel (SDM), volume 3, seção ${check.section}`),
    );
  }

  #field(checked: CheckedField, region: bigint): HTMLElement {
    const { field, value } = checked;
    const open = h('button', { type: 'button', class: 'link mono' }, fieldName(field.name));
    open.addEventListener('click', () => this.#actions.onField(region, field.name));
    const meaning = fieldMeaning(field.name, value);
    const wrong = faultText(checked);
    return h(
      'li',
      { class: isAtFault(checked) ? 'at-fault' : null },
      open,
      h('span', { class: 'mono' }, hex(value)),
      meaning === '' ? null : h('span', { class: 'meaning' }, meaning),
      wrong === '' ? null : h('span', { class: 'fault' }, wrong),
    );
  }
}

const NEVER_CLEARED =
  'Esta região nunca passou por VMCLEAR: os campos dela não são de ninguém, e consertá-los um a um não é o caminho. O que prepara uma região antes do primeiro VMPTRLD?';

const GROUP_ENDS = ['erro 7', 'erro 8', 'motivo 33'];

const isAtFault = ({ ones, zeros, related }: CheckedField): boolean => (ones | zeros | related) !== 0n;

/** The bound that is passed, or the bits at fault, named. */
function faultText({ field, value, ones, zeros, related, most }: CheckedField): string {
  if (most !== undefined) return `${value & related} passa do máximo, ${most}`;
  const said = (start: string, mask: bigint): string[] =>
    mask === 0n ? [] : [`${start}: ${bitsInWords(field.name, mask)}`];
  const whole = related === (1n << BigInt(field.width === 'natural' ? 64 : field.width)) - 1n;
  return [
    ...said('em 0 e deveria estar em 1', ones),
    ...said('em 1 e deveria estar em 0', zeros),
    ...(whole ? ['este valor não serve'] : said('não combina', related)),
  ].join('; ');
}

function noFailure(): HTMLElement {
  return h('p', { class: 'quiet-text' }, 'Até aqui a última entrada deu certo, ou nenhuma foi tentada.');
}

function failureText({ event, reading }: FailedEntry): string {
  const { instruction } = event;
  if (event.kind === 'entry-failure') {
    const { name } = exitReason(event.reason);
    if (event.reason === 34)
      return `${instruction} passou pelas verificações e parou ao carregar a entrada ${event.qualification} da lista de MSR (motivo 34). O processador carregou o estado do VMM.`;
    return `${instruction} não entrou: motivo ${event.reason} (${name}), com o bit 31. ${brokenText(reading)}`;
  }
  if (event.error === null)
    return `${instruction} falhou com CF = 1: não havia VMCS corrente. Nenhuma verificação chegou a ser feita.`;
  const { meaning } = vmInstructionError(event.error);
  if (reading === null)
    return `${instruction} deu o erro ${event.error}: ${meaning}. Isto se confere antes de tudo: os campos nem foram lidos.`;
  return `${instruction} deu o erro ${event.error}: ${meaning}. ${brokenText(reading)}`;
}

function brokenText(reading: EntryReading | null): string {
  const count = reading?.checks.length ?? 0;
  if (count === 0) return 'A VMCS, lida depois, já cumpre todas as regras.';
  const name = reading?.region.name ?? '';
  return count === 1
    ? `A VMCS ${name} quebra 1 regra.`
    : `A VMCS ${name} quebra ${count} regras. O processador para na primeira; aqui estão todas.`;
}

function checkedText(reading: EntryReading, session: SessionLike): string {
  const { name, address } = reading.region;
  const { length } = reading.checks;
  const launched = session.view.vmcs.find((card) => card.address === address)?.launchState;
  const which =
    launched === null || launched === undefined || (launched === 'clear' && !reading.everCleared)
      ? ''
      : ` O estado dela é “${launched}”: quem entra é ${launched === 'clear' ? 'VMLAUNCH' : 'VMRESUME'}.`;
  if (length === 0) return `A VMCS ${name} cumpre todas as verificações.${which}`;
  return `A VMCS ${name} quebra ${length === 1 ? '1 regra' : `${length} regras`}.${which}`;
}
