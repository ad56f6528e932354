// What the machine warns of, in Portuguese: the program runs on, but a real processor promises less.
import type { WarningEvent } from '../vmx/index.ts';
import { hex, regionName } from './machine-names.ts';
import type { NamedRegion } from './machine-names.ts';

/** One sentence; where there is one, the section of Intel's manual stands in brackets. */
export function warningText(event: WarningEvent, regions: readonly NamedRegion[]): string {
  const vmcs = event.region === null ? 'VMCS' : regionName(event.region, regions);
  switch (event.code) {
    case 'launch-of-uncleared-region':
      return `A ${vmcs} nunca passou por VMCLEAR: num processador real não há garantia de que VMLAUNCH entre (24.11.3).`;
    case 'load-of-uncleared-region':
      return `A ${vmcs} nunca passou por VMCLEAR: o estado de lançamento dela é indefinido no manual (24.11.3).`;
    case 'vmxoff-with-active-vmcs':
      return `VMXOFF com a ${vmcs} ainda ativa: sem VMCLEAR antes, o manual não garante o conteúdo dela (24.11.1).`;
    case 'guest-did-not-advance':
      return 'O convidado saiu de novo na mesma instrução: GUEST_RIP não mudou. AVANCA o leva à seguinte.';
    case 'middle-of-instruction':
      return `A execução chegou a ${hex(event.rip)}, no meio de uma instrução: os bytes dali em diante formam outra, que não está no texto. Confira o destino do salto.`;
    case 'code-written-over':
      return `Os bytes em ${hex(event.rip)} já não são os que foram montados: o programa gravou por cima do próprio código, e o que roda não é o que está no texto (11.6).`;
  }
}
