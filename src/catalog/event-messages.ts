// One line in Portuguese for each event of the machine: what the event list shows.
import type { MachineEvent } from '../vmx/index.ts';
import { exceptionText } from './exceptions.ts';
import { exitReason } from './exit-reasons.ts';
import { fieldName, fieldValue, hex, regionName } from './machine-names.ts';
import type { NamedRegion } from './machine-names.ts';
import { vmInstructionError } from './vm-instruction-errors.ts';
import { warningText } from './warning-messages.ts';

/** The event in a few words, without full stop unless it is a whole sentence. */
export function eventText(event: MachineEvent, regions: readonly NamedRegion[]): string {
  switch (event.kind) {
    case 'instruction':
      return `instrução ${event.mnemonic} executada`;
    case 'exception': {
      const { mnemonic, name } = exceptionText(event.vector);
      const code = event.errorCode === null ? '' : `, código ${hex(event.errorCode)}`;
      return `exceção ${mnemonic} (${name}${code})`;
    }
    case 'interrupt-delivered':
      return `evento ${exceptionText(event.vector).mnemonic} entregue ao tratador em ${hex(event.handler)}`;
    case 'vmsucceed':
      return `${event.instruction}: VMsucceed`;
    case 'vmfail':
      return event.error === null
        ? `${event.instruction}: VMfailInvalid (CF = 1)`
        : `${event.instruction}: VMfailValid, erro ${event.error} (${vmInstructionError(event.error).meaning})`;
    case 'vmx-on':
      return `operação VMX ligada, região VMXON em ${hex(event.region)}`;
    case 'vmx-off':
      return 'operação VMX desligada';
    case 'vmcs-cleared':
      return `${regionName(event.region, regions)}: inativa, não corrente, “clear”`;
    case 'vmcs-loaded':
      return `${regionName(event.region, regions)}: ativa e corrente`;
    case 'field-read':
      return `${fieldName(event.field)} lido: ${fieldValue(event.field, event.value)}`;
    case 'field-written':
      return `${fieldName(event.field)} ← ${fieldValue(event.field, event.value)}`;
    case 'entry':
      return `entrada em VM por ${event.instruction}, em ${hex(event.guestRip)}`;
    case 'exit':
      return `saída de VM, motivo ${event.reason} (${exitReason(event.reason).name})`;
    case 'entry-failure':
      return `entrada falhou, motivo ${event.reason} (${exitReason(event.reason).name})`;
    case 'port-output':
      return `OUT na porta ${hex(event.port)}: ${hex(event.value)}`;
    case 'character':
      return `caractere escrito: ${event.code >= 32 && event.code < 127 ? String.fromCharCode(event.code) : hex(event.code)}`;
    case 'msr-written':
      return `MSR ${hex(event.register)} ← ${hex(event.value)}`;
    case 'control-register-written':
      return `CR${event.register} ← ${hex(event.value)}`;
    case 'warning':
      return warningText(event, regions);
    case 'end':
      return 'fim do programa';
  }
}
