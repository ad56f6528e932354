// <evidence-form exercicio="6">: the form of an evidence exercise, a place to drop its files, and the same grader as the
// terminal's. The files are read in the page, piece by piece; nothing leaves the browser.
//
// Inside the element: <script type="application/json"> as `evidence-data.ts` reads it, and what tells the reader
// without JavaScript how to hand in.
import { readAnswerFile } from '../../../graders/engine/answer-file.ts';
import type { NamedReading } from '../../../graders/evidence/agreement.ts';
import { readEvidenceFrom } from '../../../graders/evidence/read-evidence.ts';
import { rejection, type Reading } from '../../../graders/evidence/reading.ts';
import { formText } from '../../../graders/exercises/evidence/index.ts';
import { resultStyles } from '../result/result-styles.ts';
import { resultSummary, resultView } from '../result/result-view.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { courseSources } from '../shared/course-sources.ts';
import { dropStyles } from '../shared/drop-styles.ts';
import { embeddedJson, h, setText } from '../shared/dom.ts';
import { readWork, saveWork } from '../storage/work.ts';
import { gradeForm, readEvidenceData, type EvidenceData } from './evidence-data.ts';
import { evidenceStyles } from './evidence-styles.ts';
import { factsSummary, formatName } from './file-summary.ts';
import { onPage } from './result-on-page.ts';

/** More files than any hand-in has. */
const MAX_FILES = 100;
/** The exercise whose form says how the machine was configured; exercise 7 compares with it. */
const MACHINE_EXERCISE = '6';
/** The page answers again at least this often while a large file is read, in milliseconds. */
const TURN = 40;
/** Bytes read at a time. */
const STEP = 1 << 17;

export class EvidenceForm extends HTMLElement {
  #data: EvidenceData | null = null;
  #built = false;
  #tries = 0;
  #passed = false;
  #sources: Awaited<ReturnType<typeof courseSources>> | null = null;
  readonly #inputs = new Map<string, HTMLInputElement | HTMLSelectElement>();
  readonly #files: NamedReading[] = [];
  readonly #pick = h('input', {
    type: 'file',
    id: 'arquivos',
    multiple: true,
    'aria-describedby': 'privado',
  });
  readonly #text = h('textarea', { id: 'texto' });
  readonly #list = h('ul', { class: 'files', 'aria-label': 'Arquivos lidos' });
  readonly #status = h('p', { role: 'status', 'aria-live': 'polite' });
  /** The grade, for screen readers alone: everyone else reads the heading of the result. */
  readonly #verdict = h('p', { role: 'status', 'aria-live': 'polite', class: 'sr' });
  readonly #graded = h('div', { class: 'graded' });

  connectedCallback(): void {
    if (this.#built) return;
    this.#built = true;
    try {
      this.#data = readEvidenceData(embeddedJson(this));
    } catch (error) {
      // What stands in the element without JavaScript stays: it says how to hand in through the terminal.
      console.error(error);
      return;
    }
    this.#build(this.#data);
    this.#restore(this.#data);
  }

  #build(data: EvidenceData): void {
    const pick = this.#pick;
    pick.addEventListener('change', () => {
      void this.#read([...(pick.files ?? [])]);
      pick.value = '';
    });
    const drop = h(
      'div',
      { class: 'drop' },
      h('label', { for: 'arquivos' }, 'Escolha os arquivos, ou solte-os aqui'),
      pick,
      h(
        'p',
        { id: 'privado', class: 'quiet-text' },
        'Eles são lidos nesta página e não saem do seu computador. As respostas abaixo ficam guardadas neste navegador; os arquivos, não: escolha-os de novo se fechar a página.',
      ),
    );
    drop.addEventListener('dragover', (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
    drop.addEventListener('dragleave', () => {
      drop.classList.remove('over');
    });
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      void this.#read([...(event.dataTransfer?.files ?? [])]);
    });
    const grade = h('button', { type: 'button', class: 'primary' }, 'Corrigir');
    grade.addEventListener('click', () => {
      void this.#grade(data);
    });
    const save = h('button', { type: 'button' }, `Baixar ${data.definition.arquivo}`);
    save.addEventListener('click', () => {
      this.#download(data);
    });
    const asksText = data.settings.criterios.some(({ id }) => id === 'texto');
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, resultStyles, dropStyles, evidenceStyles];
    root.append(
      h(
        'section',
        { class: 'evidence-form card', 'aria-label': 'Sua entrega' },
        h('h3', {}, 'Os arquivos'),
        drop,
        this.#list,
        h('h3', {}, 'O que você leu neles'),
        h('div', { class: 'fields' }, ...data.fields.map((field) => this.#field(field))),
        asksText &&
          h(
            'div',
            { class: 'text' },
            h('label', { for: 'texto' }, 'A sua avaliação, com as suas palavras'),
            this.#text,
          ),
        h('div', { class: 'row' }, grade, save),
        this.#status,
        this.#verdict,
        this.#graded,
        h(
          'details',
          { class: 'by-file' },
          h('summary', {}, 'Entregar por arquivo e corrigir no terminal'),
          h('slot'),
        ),
      ),
    );
    root.addEventListener('change', () => {
      this.#keep(data);
    });
  }

  #field({ chave, rotulo, opcoes }: EvidenceData['fields'][number]): HTMLElement {
    const id = `campo-${chave}`;
    const input =
      opcoes === undefined
        ? h('input', { id, type: 'text', maxlength: 200, autocomplete: 'off' })
        : h(
            'select',
            { id },
            h('option', { value: '' }, ''),
            ...opcoes.map((choice) => h('option', { value: choice }, choice)),
          );
    this.#inputs.set(chave, input);
    return h('div', { class: 'field' }, h('label', { for: id }, rotulo), input);
  }

  async #read(files: readonly File[]): Promise<void> {
    const room = Math.max(0, MAX_FILES - this.#files.length);
    for (const file of files.slice(0, room)) {
      setText(this.#status, `Lendo ${file.name}…`);
      const reading = await this.#reading(file);
      this.#files.push({ name: file.name, reading });
      setText(this.#status, `${file.name}: ${reading.rejected ? 'não serve' : formatName(reading)}.`);
      this.#showFiles();
    }
    if (files.length > room) {
      setText(
        this.#status,
        `A página lê até ${MAX_FILES} arquivos; ${files.length - room} ficaram de fora. Tire os que não foram pedidos.`,
      );
    }
  }

  async #reading(file: File): Promise<Reading> {
    try {
      return await readEvidenceFrom(
        // Said aloud by a screen reader, so not at every piece.
        piecesOf(file, (quarters) => {
          setText(this.#status, `Lendo ${file.name}… ${quarters * 25}%`);
        }),
      );
    } catch {
      // A folder dropped as if it were a file, or one that changed while it was read.
      return rejection('Não pôde ser lido. Se é uma pasta, solte os arquivos de dentro dela.');
    }
  }

  #showFiles(): void {
    this.#list.replaceChildren(
      ...this.#files.map((file) => {
        const { reading } = file;
        const remove = h('button', { type: 'button', 'aria-label': `Tirar ${file.name}` }, 'Tirar');
        remove.addEventListener('click', () => {
          const at = this.#files.indexOf(file);
          this.#files.splice(at, 1);
          this.#showFiles();
          setText(this.#status, `${file.name}: tirado.`);
          // The button is gone: whoever uses the keyboard goes on from the next one, or from where files are chosen.
          const buttons = this.#list.querySelectorAll('button');
          (buttons[Math.min(at, buttons.length - 1)] ?? this.#pick).focus();
        });
        return h(
          'li',
          { class: reading.rejected ? 'file refused' : 'file' },
          h('strong', {}, `${file.name}: ${reading.rejected ? 'não serve' : formatName(reading)}`),
          remove,
          h('p', { class: 'facts' }, factsSummary(reading)),
          reading.reason !== null && h('p', {}, reading.reason),
        );
      }),
    );
  }

  #formText(data: EvidenceData): string {
    const answers = new Map([...this.#inputs].map(([key, input]) => [key, input.value]));
    return formText(data.definition.id, answers, this.#text.value);
  }

  async #grade(data: EvidenceData): Promise<void> {
    // Only the free text of exercise 7 can be a copy of the course's.
    if (data.rubric !== null) this.#sources ??= await courseSources();
    const graded = gradeForm(
      data,
      this.#formText(data),
      this.#files,
      data.definition.id === MACHINE_EXERCISE ? null : (readWork('resposta', MACHINE_EXERCISE)?.text ?? null),
      this.#sources ?? [],
    );
    if (graded?.status !== 'graded') {
      const reason =
        graded?.status === 'unreadable' ? graded.error.message : 'A correção não funcionou nesta página.';
      setText(this.#status, `${reason} Corrija no terminal: npm run grade -- ${data.definition.id}`);
      return;
    }
    this.#tries += 1;
    this.#passed ||= graded.result.passed;
    this.#keep(data);
    const result = onPage(graded.result, data.fields, data.definition.arquivo);
    const view = resultView(result, { namesFiles: true });
    this.#graded.replaceChildren(view);
    setText(this.#status, '');
    setText(this.#verdict, resultSummary(result));
    view.querySelector<HTMLElement>('[tabindex]')?.focus();
  }

  #keep(data: EvidenceData): void {
    saveWork('resposta', data.definition.id, {
      text: this.#formText(data),
      tries: this.#tries,
      passed: this.#passed,
    });
  }

  /** The form is kept as the file it makes; the files themselves are not kept. */
  #restore(data: EvidenceData): void {
    const saved = readWork('resposta', data.definition.id);
    if (saved === null) return;
    this.#tries = saved.tries;
    this.#passed = saved.passed;
    const read = readAnswerFile(data.definition.arquivo, saved.text);
    if (!read.ok) return;
    for (const [key, input] of this.#inputs) {
      const value = read.value.fields[key];
      if (typeof value === 'string') input.value = value;
    }
    this.#text.value = read.value.body.trim();
  }

  #download(data: EvidenceData): void {
    const address = URL.createObjectURL(new Blob([this.#formText(data)], { type: 'text/markdown' }));
    h('a', { href: address, download: data.definition.arquivo }).click();
    setTimeout(() => {
      URL.revokeObjectURL(address);
    }, 1000);
  }
}

/** The pieces of a file, with turns for the page between them, also where a browser's streams are not iterable yet. */
async function* piecesOf(file: File, progress: (quarters: number) => void): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  let done = 0;
  let turn = performance.now();
  for (;;) {
    const piece = await reader.read();
    if (piece.done) return;
    // A browser may hand over megabytes at a time, which take longer than a turn.
    for (let at = 0; at < piece.value.length; at += STEP) {
      const part = piece.value.subarray(at, at + STEP);
      yield part;
      done += part.length;
      if (performance.now() - turn < TURN) continue;
      progress(Math.floor((done / Math.max(1, file.size)) * 4));
      await new Promise((resolve) => setTimeout(resolve));
      turn = performance.now();
    }
  }
}
