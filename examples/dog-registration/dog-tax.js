// Dog tax by the number of dogs in a household. The amounts are specimens, not those of a real bylaw.

/** @typedef {{ validFrom: string, validTo: string | null, yearlyCents: number[] }} Rate yearly tax of the first dog, the second, … ; the last one for all further */

/** @type {Rate[]} */
export const rates = [
  { validFrom: '2011-01-01', validTo: '2025-12-31', yearlyCents: [9600, 16800, 24000] },
  { validFrom: '2026-01-01', validTo: null, yearlyCents: [10800, 18000, 26400] },
];

const exemptions = {
  ASSISTANCE_DOG: { percentToPay: 0, months: null },
  RESCUE_DOG: { percentToPay: 0, months: null },
  FROM_SHELTER: { percentToPay: 0, months: 12 },
};

export const grounds = Object.keys(exemptions);

/** @param {string} day YYYY-MM-DD @param {number} months */
function addMonths(day, months) {
  const [year, month, date] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/**
 * What a ground gives to a dog that has been kept since a day.
 * @param {string} ground @param {string} keptSince
 */
export function exemptionFor(ground, keptSince) {
  const { percentToPay, months } = exemptions[ground];
  return { ground, percentToPay, until: months === null ? null : addMonths(keptSince, months) };
}

/** Months of a year in which the dog is kept, the first one included. */
function monthsIn(year, keptSince) {
  if (keptSince < `${year}-01-01`) return 12;
  return keptSince > `${year}-12-31` ? 0 : 13 - Number(keptSince.slice(5, 7));
}

/**
 * The tax of a year, dog by dog: who counts, in which position, and how much it is.
 * @param {{ id: string, keptSince: string, exemption: { percentToPay: number, until: string | null } | null }[]} dogs registered ones, kept longest first
 * @param {string} today YYYY-MM-DD
 * @returns {Map<string, { year: number, position: number, cents: number }>}
 */
export function taxesOf(dogs, today) {
  const year = Number(today.slice(0, 4));
  const rate = rates.find(({ validFrom, validTo }) => validFrom <= today && (validTo === null || today <= validTo));
  if (!rate) throw new RangeError(`No rate of the dog tax holds on ${today}.`);
  let position = 0;
  return new Map(
    dogs.map((dog) => {
      const percent = dog.exemption && (dog.exemption.until ?? today) >= today ? dog.exemption.percentToPay : 100;
      if (percent > 0) position += 1;
      const yearly = rate.yearlyCents[Math.min(Math.max(position, 1), rate.yearlyCents.length) - 1];
      const cents = Math.round((yearly * monthsIn(year, dog.keptSince) * percent) / 1_200);
      return [dog.id, { year, position: Math.max(position, 1), cents }];
    }),
  );
}
