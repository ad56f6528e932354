// <work-transfer>: all work kept in this browser out into one file, in from one, or forgotten. Nothing leaves the page
// but by the reader's own download.
import {
  decodeWorkFile,
  isPageProgram,
  MAX_WORK_BYTES,
  notExported,
  readWorkFile,
  writeWorkFile,
  type WorkFile,
  type WorkItem,
} from '../../../graders/engine/work-file.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { dropStyles } from '../shared/drop-styles.ts';
import { h, setText } from '../shared/dom.ts';
import { compareWork, type WorkComparison, type WorkConflict } from '../storage/merge-work.ts';
import { addLessons, forgetReading, readLessons } from '../storage/reading.ts';
import { allWork, forgetWork, saveWork } from '../storage/work.ts';
import { showProgress } from './show-progress.ts';
import { transferStyles } from './transfer-styles.ts';

const QUOTE = 160;

export class WorkTransfer extends HTMLElement {
  #built = false;
  readonly #summary = h('p', {});
  readonly #name = h('input', { id: 'nome', type: 'text', maxlength: 120, autocomplete: 'name' });
  readonly #file = h('input', { id: 'arquivo', type: 'file', accept: '.json,application/json' });
  readonly #found = h('div', { class: 'found', hidden: true });
  readonly #forget = h('button', { type: 'button' }, 'Apagar tudo deste navegador');
  readonly #confirm = h('div', { class: 'confirm', hidden: true });
  readonly #status = h('p', { role: 'status', class: 'status' });

  connectedCallback(): void {
    if (this.#built) return;
    this.#built = true;
    const send = h('button', { type: 'button', class: 'primary' }, 'Exportar tudo num arquivo');
    send.addEventListener('click', () => this.#export());
    this.#file.addEventListener('change', () => void this.#read(this.#file.files?.[0]));
    this.#forget.addEventListener('click', () => this.#askToForget());
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, dropStyles, transferStyles];
    root.append(
      h(
        'section',
        { class: 'transfer card', 'aria-label': 'Exportar, importar e apagar' },
        this.#summary,
        h(
          'div',
          { class: 'part' },
          h('h2', {}, 'Levar'),
          h('label', { for: 'nome' }, 'Seu nome (opcional: vai só dentro do arquivo, para quem corrige)'),
          this.#name,
          send,
        ),
        h('div', { class: 'part' }, h('h2', {}, 'Trazer'), this.#dropPlace(), this.#found),
        h('div', { class: 'part' }, h('h2', {}, 'Apagar'), this.#forget, this.#confirm),
        this.#status,
      ),
    );
    this.#showSummary();
  }

  /** The file chooser, on which a file may be dropped too, as in the exercises that ask for files. */
  #dropPlace(): HTMLElement {
    const drop = h(
      'div',
      { class: 'drop' },
      h('label', { for: 'arquivo' }, 'Escolha o arquivo exportado, ou solte-o aqui'),
      this.#file,
    );
    drop.addEventListener('dragover', (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      void this.#read(event.dataTransfer?.files[0]);
    });
    return drop;
  }

  #showSummary(): void {
    const work = allWork();
    const graded = work.filter(({ id }) => !isPageProgram(id));
    const passed = graded.filter((item) => item.passed).length;
    const read = Object.values(readLessons()).filter((state) => state === 'lida').length;
    setText(
      this.#summary,
      work.length === 0 && read === 0
        ? 'Este navegador ainda não guarda nada seu.'
        : `Este navegador guarda ${listed([
            [graded.length, 'exercício ou laboratório começado', 'exercícios e laboratórios começados'],
            [passed, 'aprovado', 'aprovados'],
            [work.length - graded.length, 'programa de uma página', 'programas das páginas'],
            [read, 'lição lida', 'lições lidas'],
          ])}.`,
    );
  }

  #export(): void {
    const now = new Date().toISOString();
    const learner = this.#name.value.trim();
    const work: WorkFile = {
      learner: learner === '' ? null : learner,
      exported: now,
      items: allWork(),
      lessons: readLessons(),
    };
    const name = `trabalho-${learner === '' ? 'vanderpool' : fileName(learner)}-${now.slice(0, 10)}.json`;
    const address = URL.createObjectURL(new Blob([writeWorkFile(work)], { type: 'application/json' }));
    h('a', { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    this.#say(`O arquivo ${name} foi para a pasta de downloads. No terminal: npm run grade -- ${name}`);
  }

  async #read(file: File | undefined): Promise<void> {
    this.#found.hidden = true;
    if (file === undefined) return;
    const text =
      file.size > MAX_WORK_BYTES
        ? notExported(file.name)
        : decodeWorkFile(file.name, new Uint8Array(await file.arrayBuffer()));
    const read = text.ok ? readWorkFile(file.name, text.text) : text;
    if (!read.ok) {
      const { line, message } = read.error;
      this.#say(`${file.name}${line === null ? '' : `, linha ${line}`}: ${message}`);
      return;
    }
    this.#showFound(read.value, read.problems);
  }

  /** What the file would change, with a choice for each text that differs. */
  #showFound(work: WorkFile, problems: readonly string[]): void {
    const compared = compareWork(allWork(), work.items);
    const choices = compared.conflicts.map((conflict, index) => conflictChoice(conflict, index));
    const bring = h('button', { type: 'button', class: 'primary' }, 'Importar');
    const cancel = h('button', { type: 'button' }, 'Cancelar');
    bring.addEventListener('click', () => {
      this.#import(
        work,
        compared,
        choices.map(({ takesFile }) => takesFile()),
      );
    });
    cancel.addEventListener('click', () => {
      this.#closeFound();
      this.#say('Nada foi importado.');
    });
    this.#found.replaceChildren(
      h(
        'p',
        {},
        `${work.learner === null ? 'O arquivo' : `O arquivo de ${work.learner}`} traz ${inventory(compared)}.`,
      ),
      ...problems.map((problem) => h('p', { class: 'problem' }, problem)),
      ...choices.map(({ element }) => element),
      h('div', { class: 'row' }, bring, cancel),
    );
    this.#found.hidden = false;
    setText(this.#status, '');
    bring.focus();
  }

  #import(work: WorkFile, { fresh, same, conflicts }: WorkComparison, takesFile: readonly boolean[]): void {
    const chosen = conflicts.filter((_, index) => takesFile[index]).map(({ there }) => there);
    const kept = [...fresh, ...same, ...chosen].filter(save).length;
    const wanted = fresh.length + same.length + chosen.length;
    addLessons(work.lessons);
    this.#closeFound();
    this.#showSummary();
    showProgress();
    this.#say(
      kept === wanted
        ? `Importado: ${count(fresh.length + chosen.length, 'texto posto', 'textos postos')} neste navegador.`
        : `Este navegador não guardou ${count(wanted - kept, 'texto', 'textos')}: falta espaço ou a memória está desligada. Os outros entraram.`,
    );
  }

  #closeFound(): void {
    this.#found.hidden = true;
    this.#found.replaceChildren();
    this.#file.value = '';
    this.#file.focus();
  }

  #askToForget(): void {
    const yes = h('button', { type: 'button' }, 'Apagar mesmo');
    const no = h('button', { type: 'button', class: 'primary' }, 'Ficar com tudo');
    const close = (message: string): void => {
      this.#confirm.hidden = true;
      this.#forget.focus();
      this.#say(message);
    };
    yes.addEventListener('click', () => {
      for (const { kind, id } of allWork()) forgetWork(kind, id);
      forgetReading();
      this.#showSummary();
      showProgress();
      close('Tudo o que este navegador guardava do curso foi apagado.');
    });
    no.addEventListener('click', () => close('Nada foi apagado.'));
    this.#confirm.replaceChildren(
      h(
        'p',
        {},
        'Respostas, programas e marcas de leitura deste navegador somem, e não há como desfazer. Exporte antes, se quiser guardá-los.',
      ),
      h('div', { class: 'row' }, no, yes),
    );
    this.#confirm.hidden = false;
    no.focus();
  }

  #say(text: string): void {
    setText(this.#status, text);
  }
}

function save({ kind, id, text, tries, passed }: WorkItem): boolean {
  return saveWork(kind, id, { text, tries, passed });
}

interface Choice {
  readonly element: HTMLElement;
  readonly takesFile: () => boolean;
}

/** Which of two texts stays. The one kept here is chosen until the reader says otherwise. */
function conflictChoice({ here, there }: WorkConflict, index: number): Choice {
  const fromFile = h('input', { type: 'radio', name: `conflito-${index}` });
  const fromHere = h('input', { type: 'radio', name: `conflito-${index}`, checked: true });
  const option = (input: HTMLInputElement, label: string, item: WorkItem): HTMLElement =>
    h(
      'label',
      {},
      input,
      h(
        'span',
        {},
        h('strong', {}, label),
        ` ${item.passed ? 'passou, ' : ''}${count(item.tries, 'tentativa', 'tentativas')}, ${count(item.text.length, 'caractere', 'caracteres')}`,
        h('q', {}, item.text.trim().slice(0, QUOTE) + (item.text.trim().length > QUOTE ? '…' : '')),
      ),
    );
  const element = h(
    'fieldset',
    { class: 'conflict' },
    h('legend', {}, isPageProgram(here.id) ? `Programa de ${here.id}` : `Exercício ${here.id}`),
    option(fromHere, 'Ficar com o deste navegador:', here),
    option(fromFile, 'Trocar pelo do arquivo:', there),
  );
  return { element, takesFile: () => fromFile.checked };
}

/** What a file brings, in words. */
function inventory({ fresh, same, conflicts }: WorkComparison): string {
  const parts = listed([
    [fresh.length, 'texto novo', 'textos novos'],
    [same.length, 'igual ao daqui', 'iguais aos daqui'],
    [conflicts.length, 'diferente do daqui', 'diferentes dos daqui'],
  ]);
  return parts === '' ? 'nenhum texto' : parts;
}

/** `2 textos novos e 1 diferente do daqui`: what there is none of is not named. */
function listed(parts: readonly (readonly [number: number, one: string, many: string])[]): string {
  const named = parts.filter(([number]) => number > 0).map(([number, one, many]) => count(number, one, many));
  return new Intl.ListFormat('pt-BR').format(named);
}

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('pt-BR')} ${number === 1 ? one : many}`;

/** A name that any system takes for a file. */
const fileName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40) || 'vanderpool';

customElements.define('work-transfer', WorkTransfer);
