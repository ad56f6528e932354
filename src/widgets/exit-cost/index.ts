// Defines <exit-cost>.
import { ExitCost } from './exit-cost.ts';

if (!customElements.get('exit-cost')) customElements.define('exit-cost', ExitCost);
