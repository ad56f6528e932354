// A program that came in the page's link: it is shown in place of the learner's own, which stays kept, and the learner
// says which of the two stays.
import { tooLong } from '../editor/text-limits.ts';
import { h } from '../shared/dom.ts';
import { savedPlace } from '../vmx-lab/saved-place.ts';
import { isShared, unpackProgram } from './share-codec.ts';

/** Why a link's program is not shown. */
const PROBLEMS = {
  version:
    'O link traz um programa feito por outra versão desta página, que esta não sabe ler. Recarregue a página, ou peça o arquivo.',
  damaged: 'O link traz um programa que chegou estragado: copie o link inteiro, ou peça o arquivo.',
  'too-long': 'O link traz um programa grande demais para esta página.',
} as const;

export interface ReceivedActions {
  /** The program that stands in the lab now. */
  readonly current: () => string;
  /** Puts a program in the lab without keeping it in the browser. */
  readonly show: (text: string) => void;
  /** Keeps in the browser what stands in the lab. */
  readonly keep: () => void;
  readonly say: (message: string) => void;
}

export class ReceivedProgram {
  readonly element = h('div', { class: 'received', hidden: true });
  readonly #host: HTMLElement;
  readonly #actions: ReceivedActions;
  #mine: string | null = null;

  /** `host` is the lab's element; links speak of it by `linkName`. */
  constructor(host: HTMLElement, actions: ReceivedActions) {
    this.#host = host;
    this.#actions = actions;
  }

  /** Reads the page's address now and whenever its fragment changes. */
  watch(): void {
    void this.read(location.hash);
    window.addEventListener('hashchange', () => {
      if (this.#host.isConnected) void this.read(location.hash);
    });
  }

  /** The learner's own program while another is shown; null when what is shown is the learner's. */
  get mine(): string | null {
    return this.#mine;
  }

  /** Reads the address of the page and shows the program it brings, if it brings one for this lab. */
  async read(fragment: string): Promise<void> {
    if (!isShared(fragment)) return;
    const unpacked = await unpackProgram(fragment);
    const labs = [...document.querySelectorAll<HTMLElement>(this.#host.localName)];
    if (!unpacked.ok) {
      if (unpacked.code !== 'none' && labs[0] === this.#host) this.#tell(PROBLEMS[unpacked.code]);
      return;
    }
    // A lab that was renamed since: the page's first takes its place.
    if ((labs.find((lab) => linkName(lab) === unpacked.lab) ?? labs[0]) !== this.#host) return;
    const refused = tooLong(unpacked.text);
    if (refused !== null) {
      this.#tell(`${PROBLEMS['too-long']} ${refused}`);
      return;
    }
    if (unpacked.text === this.#actions.current()) return;
    this.#mine ??= this.#actions.current();
    this.#actions.show(unpacked.text);
    this.#choice();
    this.#host.scrollIntoView();
  }

  #forget(): void {
    this.#mine = null;
    this.element.hidden = true;
    dropFragment();
  }

  #choice(): void {
    const back = h('button', { type: 'button' }, 'Voltar ao meu');
    back.addEventListener('click', () => {
      const mine = this.#mine ?? '';
      this.#forget();
      this.#actions.show(mine);
      this.#actions.say('O seu programa voltou ao editor.');
    });
    const keep = h('button', { type: 'button', class: 'link' }, 'Ficar com este');
    keep.addEventListener('click', () => {
      this.#forget();
      this.#actions.keep();
      this.#actions.say('O programa recebido agora é o seu, guardado neste navegador.');
    });
    this.element.replaceChildren(
      h(
        'p',
        {},
        h('strong', {}, 'Programa recebido por link.'),
        ' O seu continua guardado; o que mudar neste só se guarda se ficar com ele.',
      ),
      back,
      keep,
    );
    this.element.hidden = false;
    this.#actions.say('Programa recebido por link. O seu continua guardado.');
  }

  #tell(message: string): void {
    this.element.replaceChildren(h('p', {}, message));
    this.element.hidden = false;
    this.#actions.say(message);
    this.#host.scrollIntoView();
  }
}

/** How links name a lab: the last part of the place under which its program is kept. */
export function linkName(lab: HTMLElement): string {
  const place = savedPlace(lab.getAttribute('exercicio'), lab.getAttribute('titulo'));
  return place.slice(place.lastIndexOf('/') + 1);
}

/** Takes the program out of the address, so that loading the page again does not bring it back. */
function dropFragment(): void {
  if (isShared(location.hash)) history.replaceState(history.state, '', location.pathname + location.search);
}
