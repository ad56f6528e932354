// The components an author may use in MDX without importing them.
import Antes from './Antes.astro';
import Exercicio from './Exercicio.astro';
import Figura from './Figura.astro';
import Link from './Link.astro';
import Nota from './Nota.astro';
import Opcao from './Opcao.astro';
import Pergunta from './Pergunta.astro';
import Tabela from './Tabela.astro';
import Termo from './Termo.astro';
import VmxLab from './VmxLab.astro';
import HyperThreadingFigura from './figures/HyperThreadingFigura.astro';
import MultitarefaFigura from './figures/MultitarefaFigura.astro';
import VirtualizacaoFigura from './figures/VirtualizacaoFigura.astro';

export const mdxComponents = {
  a: Link,
  table: Tabela,
  Antes,
  Exercicio,
  Figura,
  HyperThreadingFigura,
  MultitarefaFigura,
  Nota,
  Opcao,
  Pergunta,
  Termo,
  VirtualizacaoFigura,
  VmxLab,
};
