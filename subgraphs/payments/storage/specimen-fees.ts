import type { Insertable } from 'kysely';
import { germanDay } from '../../kit/data/calendar.ts';
import { stableId } from '../../kit/data/stable-id.ts';
import { randomFor } from '../../kit/specimen/citizen.ts';
import { addDays } from '../../kit/specimen/days.ts';
import type { SeedCitizen } from '../../kit/subgraph.ts';
import { feeOn } from '../../kit/fees/fee-schedule.ts';
import type { FeeTable } from './database.ts';

/** What authorities ask for after something was done at the counter. */
const asked = ['225', '224.4', '226.3', '221.8', '230'] as const;

/** An open fee for every third vehicle, some not due yet, some long overdue; the first citizen's first vehicle always has one. */
export function specimenFees(citizen: SeedCitizen): Insertable<FeeTable>[] {
  const random = randomFor(citizen, 'fees');
  const today = germanDay(new Date());
  return citizen.vehicles.flatMap((vehicle, n) => {
    const isOpen = random.chance(0.33) || (citizen.index === 0 && n === 0);
    const [key, dueOn] = [random.pick(asked), addDays(today, random.between(-75, 30))];
    const line = feeOn(key, dueOn);
    const fee: Insertable<FeeTable> = {
      id: stableId('specimen-fee', vehicle.id),
      vehicle_id: vehicle.id,
      citizen: citizen.sub,
      number: line.number,
      text_de: line.text.de,
      text_en: line.text.en,
      amount_cents: line.cents,
      due_on: dueOn,
      settled_at: null,
      payment_id: null,
    };
    return isOpen ? [fee] : [];
  });
}
