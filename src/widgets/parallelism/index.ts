// Defines <parallel-speedup> and <frequency-power>.
import { FrequencyPower } from './frequency-power.ts';
import { ParallelSpeedup } from './parallel-speedup.ts';

if (!customElements.get('parallel-speedup')) customElements.define('parallel-speedup', ParallelSpeedup);
if (!customElements.get('frequency-power')) customElements.define('frequency-power', FrequencyPower);
