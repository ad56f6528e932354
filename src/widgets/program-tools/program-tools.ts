// What one can do with a program besides running it: see its expansion, save it, make a disk image of it, share it.
import type { Program } from '../../vmx/program/session-types.ts';
import { sitePath } from '../shared/base-path.ts';
import { h } from '../shared/dom.ts';
import { ExpansionView } from './expansion-view.ts';
import { saveFile } from './save-file.ts';
import { packProgram } from './share-codec.ts';

export interface ToolsOptions {
  /** Name of the program's file; its ending tells the notation. */
  readonly file: string;
  /** The name under which links speak of this lab. */
  readonly lab: string;
  /** What stands in the editor, read: null where it cannot run. */
  readonly read: () => {
    readonly source: string;
    readonly program: Program | null;
    readonly nextLine: number | null;
  };
  readonly goTo: (line: number) => void;
}

const number = (value: number): string => value.toLocaleString('pt-BR');

export class ProgramTools {
  readonly element: HTMLElement;
  readonly #options: ToolsOptions;
  readonly #expansion: ExpansionView;
  readonly #message = h('div', { class: 'tool-message', role: 'status' });

  constructor(options: ToolsOptions) {
    this.#options = options;
    this.#expansion = new ExpansionView(options.goTo);
    const tool = (label: string, action: () => void | Promise<void>): HTMLElement => {
      const button = h('button', { type: 'button', class: 'link' }, label);
      button.addEventListener('click', () => void action());
      return button;
    };
    this.element = h(
      'div',
      { class: 'tools' },
      h(
        'div',
        { class: 'tool-row', role: 'group', 'aria-label': 'O programa' },
        /\.vmx$/i.test(options.file) && tool('Ver expansão', () => this.#expand()),
        tool('Salvar programa', () => this.#save()),
        tool('Baixar imagem de disco', () => this.#image()),
        tool('Compartilhar', () => this.#share()),
      ),
      this.#message,
      this.#expansion.element,
    );
  }

  #say(...parts: (string | HTMLElement)[]): void {
    this.#message.replaceChildren(h('p', {}, ...parts));
  }

  #expand(): void {
    const { program, nextLine } = this.#options.read();
    if (program === null) this.#say('O programa ainda tem erros: corrija-os para ver em que ele se torna.');
    else {
      this.#message.replaceChildren();
      this.#expansion.open(program, nextLine);
    }
  }

  #save(): void {
    saveFile(this.#options.file, this.#options.read().source);
    this.#say(`${this.#options.file} foi para a pasta de downloads.`);
  }

  async #image(): Promise<void> {
    const { program } = this.#options.read();
    if (program === null) {
      this.#say('O programa ainda tem erros: corrija-os para fazer a imagem.');
      return;
    }
    const { file } = this.#options;
    let made;
    try {
      const { buildImage } = await import('../../vmx/image/image.ts');
      made = buildImage([{ name: file, bytes: program.bytes }]);
    } catch (error) {
      console.error(error);
      this.#say('A página não conseguiu carregar o que faz a imagem. Confira a rede e tente de novo.');
      return;
    }
    if (!made.ok) {
      const size = number(program.bytes.length);
      const limit = 'limit' in made ? number(made.limit) : '';
      this.#say(`O programa tem ${size} bytes, e numa imagem cabem ${limit}. Diminua os dados dele.`);
      return;
    }
    const name = file.replace(/(?:\.\w+)?$/, '.img');
    saveFile(name, made.image, 'application/octet-stream');
    const page = sitePath('/imagem-de-disco/');
    this.#say(
      `${name} (${number(made.image.length)} bytes) foi para a pasta de downloads. `,
      page === null ? '' : h('a', { href: page }, 'Como dar partida na imagem'),
    );
  }

  async #share(): Promise<void> {
    const { source } = this.#options.read();
    let packed;
    try {
      packed = await packProgram({ lab: this.#options.lab, text: source });
    } catch (error) {
      // A browser that cannot compress.
      console.error(error);
      this.#say('Este navegador não sabe fazer o link. Use “Salvar programa” e mande o arquivo.');
      return;
    }
    if (!packed.ok) {
      this.#say(
        `O programa é grande demais para um link: ele teria ${number(packed.length)} caracteres, e o limite é ${number(packed.limit)}. Use “Salvar programa” e mande o arquivo.`,
      );
      return;
    }
    const link = `${location.origin}${location.pathname}${location.search}#${packed.fragment}`;
    try {
      await navigator.clipboard.writeText(link);
      this.#say(
        `Link copiado (${number(link.length)} caracteres). Ele traz o programa inteiro; nada vai para um servidor.`,
      );
    } catch {
      this.#offer(link);
    }
  }

  /** Where the page may not write to the clipboard, the reader copies. */
  #offer(link: string): void {
    const field = h('input', { type: 'text', readonly: true, value: link, 'aria-label': 'Link do programa' });
    field.addEventListener('focus', () => field.select());
    this.#message.replaceChildren(h('p', {}, 'Copie o link:'), field);
    field.focus();
  }
}
