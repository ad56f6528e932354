// <written-answer exercicio="2">: a place to write an answer, keep it, and have it graded here.
//
// Inside the element: <script type="application/json"> whose `rubrica` is the data of the exercise's `rubrica.yaml`,
// and whatever tells the reader without JavaScript how to hand in a file; that stays in reach below.
import type { Result } from '../../../graders/engine/result.ts';
import { resultStyles } from '../result/result-styles.ts';
import { resultSummary, resultView } from '../result/result-view.ts';
import { baseStyles } from '../shared/base-styles.ts';
import { embeddedJson, h, setAttributes, setText } from '../shared/dom.ts';
import { forgetWork, readWork, saveWork } from '../storage/work.ts';
import { answerStyles } from './answer-styles.ts';
import { markedAnswer, textMarks } from './marked-answer.ts';

/** Characters above which an answer is not graded: no answer to these questions needs a tenth of it. */
export const MAX_ANSWER = 20_000;
/** Tries after which the model answer may be asked for. */
const TRIES_FOR_MODEL = 2;
const TYPING_MS = 300;

/** What grading needs, loaded at the first press of the button. */
interface Grader {
  readonly modelAnswer: string;
  grade(text: string): Result;
}

export class WrittenAnswer extends HTMLElement {
  #built = false;
  #tries = 0;
  #passed = false;
  /** The text of the last try: the same text again is not another try. */
  #tried: string | null = null;
  #grader: Grader | null = null;
  #typing: ReturnType<typeof setTimeout> | null = null;

  readonly #textarea = h('textarea', { id: 'resposta', rows: 8, 'aria-describedby': 'guardado' });
  readonly #saved = h('span', { class: 'quiet-text', id: 'guardado' });
  readonly #button = h(
    'button',
    { type: 'button', class: 'primary', 'aria-keyshortcuts': 'Control+Enter' },
    'Corrigir',
  );
  readonly #showModel = h('button', { type: 'button', hidden: true }, 'Ver uma resposta possível');
  readonly #status = h('p', { role: 'status', 'aria-live': 'polite', class: 'sr' });
  readonly #graded = h('div', { class: 'graded' });
  readonly #model = h('div', { class: 'model', hidden: true });
  readonly #save = (): void => this.#keep();

  connectedCallback(): void {
    addEventListener('pagehide', this.#save);
    if (this.#built) return;
    this.#built = true;
    const saved = readWork('resposta', this.#exercise);
    this.#tries = saved?.tries ?? 0;
    this.#passed = saved?.passed ?? false;
    this.#textarea.value = saved?.text ?? '';
    this.#build();
    this.#showSaved(saved !== null && saved.text !== '' ? 'Guardada neste navegador.' : '');
    this.#offerModel();
  }

  disconnectedCallback(): void {
    removeEventListener('pagehide', this.#save);
    this.#keep();
  }

  get #exercise(): string {
    return this.getAttribute('exercicio') ?? '';
  }

  #build(): void {
    this.#textarea.addEventListener('input', () => this.#typed());
    this.#textarea.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void this.#correct();
    });
    this.#textarea.addEventListener('paste', (event) => {
      const length = event.clipboardData?.getData('text/plain').length ?? 0;
      if (this.#textarea.value.length + length <= 2 * MAX_ANSWER) return;
      event.preventDefault();
      this.#say(
        `O texto não foi colado: passa de ${number(2 * MAX_ANSWER)} caracteres. Cole só a sua resposta.`,
      );
    });
    this.#button.addEventListener('click', () => void this.#correct());
    this.#showModel.addEventListener('click', () => void this.#revealModel());
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyles, resultStyles, answerStyles];
    root.append(
      h(
        'section',
        { class: 'answer card', 'aria-label': 'Sua resposta' },
        h('label', { for: 'resposta' }, 'Escreva com as suas palavras'),
        this.#textarea,
        h('div', { class: 'row' }, this.#button, this.#showModel, this.#saved),
        this.#status,
        this.#graded,
        this.#model,
        h(
          'details',
          { class: 'by-file' },
          h('summary', {}, 'Entregar por arquivo e corrigir no terminal'),
          h('slot'),
        ),
      ),
    );
  }

  #typed(): void {
    if (this.#typing !== null) clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#keep(), TYPING_MS);
    if (this.#graded.firstElementChild !== null && this.#graded.querySelector('.stale') === null) {
      this.#graded.prepend(
        h('p', { class: 'stale' }, 'A resposta mudou depois desta correção. “Corrigir” lê a versão nova.'),
      );
    }
  }

  /** Saves what was typed since the last time. */
  #keep(): void {
    if (this.#typing === null) return;
    clearTimeout(this.#typing);
    this.#typing = null;
    const text = this.#textarea.value;
    if (text === '' && this.#tries === 0) {
      forgetWork('resposta', this.#exercise);
      this.#showSaved('');
      return;
    }
    const kept = saveWork('resposta', this.#exercise, { text, tries: this.#tries, passed: this.#passed });
    this.#showSaved(
      kept
        ? 'Guardada neste navegador.'
        : 'Este navegador não guardou a resposta; copie-a antes de sair da página.',
    );
  }

  #showSaved(text: string): void {
    const tries =
      this.#tries === 0 ? '' : this.#tries === 1 ? '1 tentativa. ' : `${this.#tries} tentativas. `;
    setText(this.#saved, tries + text);
  }

  async #correct(): Promise<void> {
    if (this.#button.getAttribute('aria-disabled') === 'true') return;
    const text = this.#textarea.value;
    if (text.trim() === '') {
      this.#say('Escreva a resposta antes de corrigir.');
      this.#textarea.focus();
      return;
    }
    if (text.length > MAX_ANSWER) {
      this.#say(
        `A resposta tem ${number(text.length)} caracteres; o corretor lê até ${number(MAX_ANSWER)}. Fique com o essencial.`,
      );
      return;
    }
    setAttributes(this.#button, { 'aria-disabled': 'true' });
    setText(this.#button, 'Corrigindo…');
    const result = await this.#grade(text);
    setAttributes(this.#button, { 'aria-disabled': null });
    setText(this.#button, 'Corrigir');
    if (result === null) {
      this.#say(
        `A correção não funcionou nesta página. Recarregue-a, ou corrija no terminal: npm run grade -- ${this.#exercise}`,
      );
      return;
    }
    if (this.#tried !== text) this.#tries += 1;
    this.#tried = text;
    this.#passed ||= result.passed;
    this.#typing ??= setTimeout(() => undefined, 0);
    this.#keep();
    this.#showResult(text, result);
    this.#offerModel();
  }

  async #grade(text: string): Promise<Result | null> {
    try {
      this.#grader ??= await loadGrader(embeddedJson(this));
      return this.#grader?.grade(text) ?? null;
    } catch (error) {
      console.error(error);
      return null;
    }
  }

  #showResult(text: string, result: Result): void {
    const marks = textMarks(result);
    const copy =
      marks.length === 0
        ? null
        : h(
            'div',
            { class: 'copy-block', role: 'group', 'aria-label': 'Sua resposta, com o que foi reconhecido' },
            h('h3', {}, 'O que foi reconhecido na sua resposta'),
            markedAnswer(text, marks),
            h(
              'p',
              { class: 'legend' },
              h('mark', { class: 'found' }, 'sublinhado'),
              ': conta para um critério.',
              ...(marks.some(({ kind }) => kind === 'wrong')
                ? [' ', h('mark', { class: 'wrong' }, 'tracejado'), ': vale rever.']
                : []),
            ),
          );
    const view = resultView(result);
    this.#graded.replaceChildren(...[view, copy].filter((part) => part !== null));
    this.#announce(resultSummary(result));
    view.scrollIntoView({ block: 'nearest' });
  }

  /** The model answer is within reach once the exercise is passed, or by asking after two tries. */
  #offerModel(): void {
    this.#showModel.hidden = !(this.#passed || this.#tries >= TRIES_FOR_MODEL) || !this.#model.hidden;
  }

  async #revealModel(): Promise<void> {
    try {
      this.#grader ??= await loadGrader(embeddedJson(this));
    } catch (error) {
      console.error(error);
    }
    const model = this.#grader?.modelAnswer ?? '';
    if (model === '') {
      this.#say('A resposta possível não pôde ser lida. Recarregue a página.');
      return;
    }
    const heading = h('h3', { tabindex: -1 }, 'Uma resposta possível');
    this.#model.replaceChildren(
      heading,
      h('p', {}, model),
      h('p', { class: 'legend' }, 'Há outras: compare as ideias, e não as palavras.'),
    );
    this.#model.hidden = false;
    this.#offerModel();
    // The button that was pressed is gone: the focus goes where the reader is now.
    heading.focus();
  }

  /** A message in place of a result, shown and announced. */
  #say(text: string): void {
    this.#graded.replaceChildren(h('p', { class: 'stale' }, text));
    this.#announce(text);
  }

  /** The same words twice would not be announced twice: the region is emptied first. */
  #announce(text: string): void {
    setText(this.#status, '');
    requestAnimationFrame(() => setText(this.#status, text));
  }
}

const number = (value: number): string => value.toLocaleString('pt-BR');

/** Loads the engine and reads the rubric; null (with the reasons in the console) when the page's rubric is broken. */
async function loadGrader(data: unknown): Promise<Grader | null> {
  const [{ gradeAnswer, LESSON_NAMES, loadRubric }, { courseSources }] = await Promise.all([
    import('../../../graders/answers/index.ts'),
    import('../shared/course-sources.ts'),
  ]);
  const sources = await courseSources();
  const rubrica = typeof data === 'object' && data !== null && 'rubrica' in data ? data.rubrica : null;
  const loaded = loadRubric(rubrica, LESSON_NAMES);
  if (!loaded.ok) {
    console.error(loaded.errors.join('\n'));
    return null;
  }
  const { rubric } = loaded;
  return { modelAnswer: rubric.modelAnswer, grade: (text) => gradeAnswer(rubric, text, { sources }) };
}
