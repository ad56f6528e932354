// Defines <process-memory>.
import { ProcessMemory } from './process-memory.ts';

if (!customElements.get('process-memory')) customElements.define('process-memory', ProcessMemory);
