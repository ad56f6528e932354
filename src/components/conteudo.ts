// The components an author may use in MDX without importing them.
import Antes from './Antes.astro';
import Exercicio from './Exercicio.astro';
import Figura from './Figura.astro';
import Link from './Link.astro';
import Nota from './Nota.astro';
import Opcao from './Opcao.astro';
import Pergunta from './Pergunta.astro';
import Termo from './Termo.astro';
import VmxLab from './VmxLab.astro';

export const mdxComponents = { a: Link, Antes, Exercicio, Figura, Nota, Opcao, Pergunta, Termo, VmxLab };
