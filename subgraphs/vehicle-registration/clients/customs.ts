import { z } from 'zod';
import type { TaxArrears } from '../domain/ports.ts';
import type { OutsideConnection } from './outside-connection.ts';
import { readJson } from './read-json.ts';

const arrears = z.object({ rueckstand: z.boolean() });

/** The customs administration over its JSON interface. Asked about a citizen's vehicles at once, so that it learns of no single procedure. */
export function openCustoms(connection: OutsideConnection): TaxArrears {
  return {
    async check(vins) {
      const body = JSON.stringify({ fins: vins });
      const answer = await connection.send({ method: 'POST', path: '/rueckstaende', type: 'application/json', body });
      if (answer.outcome === 'UNAVAILABLE') return answer;
      const said = answer.status === 200 ? readJson(answer.body, arrears) : undefined;
      if (!said) return connection.unavailable('BAD_ANSWER', `status ${answer.status}`);
      return { outcome: said.rueckstand ? 'ARREARS' : 'NONE' };
    },
  };
}
