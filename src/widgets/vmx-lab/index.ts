// Defines <vmx-lab>, over the VMX machine and the graders of programs.
import type { LabEngine } from './engine.ts';
import { machineEngine } from './machine-engine.ts';
import { VmxLab } from './vmx-lab.ts';

class MachineLab extends VmxLab {
  protected override readonly engine: LabEngine = machineEngine;
}

if (!customElements.get('vmx-lab')) customElements.define('vmx-lab', MachineLab);
